package io.rollcall.internal.discovery;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded share of an executor: at most {@code limit} of its tasks run at a time, the others wait in order. With a
 * limit of 1 tasks run one after the other. A task that throws is logged, and the next one runs.
 *
 * <p><em>Concurrency:</em> the queue and the count are guarded by this object's monitor; tasks run without it.
 */
final class BoundedExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedExecutor.class);

    private final Executor executor;
    private final int limit;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    BoundedExecutor(Executor executor, int limit) {
        this.executor = executor;
        this.limit = limit;
    }

    /** @throws RejectedExecutionException if the underlying executor is closed */
    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (running == limit) {
                waiting.add(task);
                return;
            }
            running++;
        }
        submit(task);
    }

    private void submit(Runnable task) {
        try {
            executor.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                running--;
                waiting.clear();
            }
            throw e;
        } catch (Error e) { // No thread may be available: waiting tasks run after the next task that is accepted.
            synchronized (this) {
                running--;
            }
            throw e;
        }
    }

    /** Runs one task per submission, so that other users of the executor get their turn in between. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("A discovery task failed; the following ones still run.", e);
        } finally {
            runNext();
        }
    }

    private void runNext() {
        Runnable next = nextOrRelease();
        try {
            if (next != null) {
                submit(next);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: waiting tasks are dropped.", e);
        }
    }

    private synchronized @Nullable Runnable nextOrRelease() {
        Runnable next = waiting.poll();
        running -= next == null ? 1 : 0;
        return next;
    }
}
