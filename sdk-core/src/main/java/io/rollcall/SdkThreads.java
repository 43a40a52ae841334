package io.rollcall;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one {@link Rollcall}, however many services it registers or follows: one that schedules, and a few for
 * requests to the registry and one for the disk, which end when idle. All are daemons, so that a process may end
 * without closing, and all have names that begin with {@code rollcall-}.
 */
final class SdkThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SdkThreads.class);
    private static final int IO_THREADS = 4;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(2);

    private final ScheduledThreadPoolExecutor scheduler;
    private final ThreadPoolExecutor io;
    private final ThreadPoolExecutor disk;

    SdkThreads() {
        scheduler = new ScheduledThreadPoolExecutor(1, named("rollcall-scheduler"));
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        io = endingWhenIdle(IO_THREADS, "rollcall-io");
        disk = endingWhenIdle(1, "rollcall-disk");
    }

    private static ThreadPoolExecutor endingWhenIdle(int threads, String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads, threads, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Runs what never blocks. */
    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Runs what may. */
    ExecutorService io() {
        return io;
    }

    /** Runs what touches the disk, one task at a time: a slow disk must not hold up heartbeats. */
    ExecutorService disk() {
        return disk;
    }

    /** Runs what a call gave reason for; after the end nobody needs it. */
    void compile(Runnable task) {
        try {
            io.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("A plan is not compiled any more.", e);
        }
    }

    /** Makes daemon threads whose names begin with {@code prefix}. */
    static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        io.shutdownNow();
        disk.shutdown();
        try {
            boolean ended = scheduler.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS)
                    && io.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS)
                    && disk.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                LOG.warn("Threads of the SDK are still busy {} after they were told to end.", END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
