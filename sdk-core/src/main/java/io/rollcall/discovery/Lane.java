package io.rollcall.discovery;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A share of an executor: at most so many of its tasks run at a time, the others wait in order. A lane of one runs them
 * one after the other. A task that throws is logged, and the next one runs.
 *
 * <p><em>Concurrency:</em> the queue and the count are guarded by this object's monitor; tasks run without it.
 */
final class Lane implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Executor executor;
    private final int width;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    Lane(Executor executor, int width) {
        this.executor = executor;
        this.width = width;
    }

    /** @throws RejectedExecutionException if the executor takes no more */
    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            waiting.add(task);
            if (running == width) {
                return;
            }
            running++;
        }
        submit();
    }

    private void submit() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                running--;
                waiting.clear();
            }
            throw e;
        }
    }

    /** One task a turn, so that other users of the executor get theirs in between. */
    private void drain() {
        try {
            next().run();
        } catch (RuntimeException e) {
            LOG.warn("A task of discovery failed; those after it go on.", e);
        } finally {
            goOn();
        }
    }

    private void goOn() {
        try {
            if (more()) {
                submit();
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: what waited is dropped.", e);
        }
    }

    private synchronized Runnable next() {
        return waiting.remove();
    }

    private synchronized boolean more() {
        if (waiting.isEmpty()) {
            running--;
            return false;
        }
        return true;
    }
}
