package io.rollcall;

import io.rollcall.internal.health.HealthCheckExecutor;
import io.rollcall.internal.health.HealthCheckPool;
import java.time.Duration;
import java.util.concurrent.Executor;
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
 * The threads of one {@link Rollcall}, however many services it registers or follows: one scheduler, a few for requests
 * to the registry, a few for health checks, two for listeners and one for the disk; all but the scheduler end when
 * idle. All are daemons, so that a process may exit without closing, and all names begin with {@code rollcall-}.
 */
final class SdkThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SdkThreads.class);
    /**
     * OkHttp connects on another thread for each calling thread, so each thread here counts twice. Two carry the
     * heartbeats of 1,000 registrations every 10 s while the registry responds within 20 ms.
     */
    private static final int IO_THREADS = 2;

    private static final int CALLBACK_THREADS = 2;

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(2);

    private final ScheduledThreadPoolExecutor scheduler;
    private final ThreadPoolExecutor io;
    private final HealthCheckPool health;
    private final ThreadPoolExecutor disk;
    private final ThreadPoolExecutor callbacks;

    SdkThreads() {
        scheduler = new ScheduledThreadPoolExecutor(1, named("rollcall-scheduler"));
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        io = pool(IO_THREADS, "rollcall-io");
        health = new HealthCheckPool(named("rollcall-health"));
        disk = pool(1, "rollcall-disk");
        callbacks = pool(CALLBACK_THREADS, "rollcall-listeners");
    }

    private static ThreadPoolExecutor pool(int size, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs tasks that never block. */
    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Runs tasks that may block. */
    ExecutorService io() {
        return io;
    }

    /** Runs health checks, which may hang. */
    HealthCheckExecutor health() {
        return health;
    }

    /** Runs users' code, subscribers and stages of look-ups, which must not delay heartbeats. */
    Executor callbacks() {
        return callbacks;
    }

    /** Runs disk access, one task at a time: a slow disk must not delay heartbeats. */
    ExecutorService disk() {
        return disk;
    }

    /** Compiles a plan in the background; after the end it is not needed. */
    void compile(Runnable task) {
        try {
            io.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The SDK is closed; a plan is not compiled.", e);
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
        health.close();
        callbacks.shutdownNow();
        disk.shutdown();
        try {
            boolean ended = scheduler.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS)
                    && io.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS)
                    && disk.awaitTermination(END.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                LOG.warn("Threads of the SDK are still busy {} after they were shut down.", END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
