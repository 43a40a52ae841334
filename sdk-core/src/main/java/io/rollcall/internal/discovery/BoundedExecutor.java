package io.rollcall.internal.discovery;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A share of an executor: at most so many of its tasks run at a time, the others wait in order. A lane of one runs them
 * one after the other. A task that throws is logged, and the next one runs.
 *
 * <p><em>Concurrency:</em> the queue and the count are guarded by this object's monitor; tasks run without it.
 */
final class BoundedExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedExecutor.class);

    private final Executor executor;
    private final int width;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    BoundedExecutor(Executor executor, int width) {
        this.executor = executor;
        this.width = width;
    }

    /** @throws RejectedExecutionException if the executor takes no more */
    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (running == width) {
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
        } catch (Error e) { // The system may have no thread to give: what waits goes on with the next task.
            synchronized (this) {
                running--;
            }
            throw e;
        }
    }

    /** One task a turn, so that other users of the executor get theirs in between. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("A task of discovery failed; those after it go on.", e);
        } finally {
            goOn();
        }
    }

    private void goOn() {
        Runnable next = nextOrLeave();
        try {
            if (next != null) {
                submit(next);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: what waited is dropped.", e);
        }
    }

    private synchronized @Nullable Runnable nextOrLeave() {
        Runnable next = waiting.poll();
        running -= next == null ? 1 : 0;
        return next;
    }
}
