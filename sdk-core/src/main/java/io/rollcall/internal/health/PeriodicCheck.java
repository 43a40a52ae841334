package io.rollcall.internal.health;

import io.rollcall.health.HealthCheck;
import io.rollcall.health.HealthCheck.Result;
import io.rollcall.model.InstanceStatus;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one check periodically, never twice at a time. A run that hangs keeps its thread, and counts as another failure
 * with each interval; so does a run that waits for a thread. The timeout starts when a run has its thread.
 *
 * <p><b>Concurrency.</b> This object's monitor guards the status and the current run; calls of the executor's thread
 * accounting are made under it. The check itself and {@code changed} run without it. A thread is interrupted under it,
 * and only while it runs the check, so that no interrupt reaches the thread's next task.
 */
final class PeriodicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

    private final String name;
    private final HealthCheck check;
    private final HealthConfig config;
    private final ScheduledExecutorService scheduler;
    private final HealthCheckExecutor executor;
    private final Runnable changed;
    private final CheckStatus status;
    private @Nullable Run running;
    private boolean hungLast;
    private boolean closed;

    PeriodicCheck(
            String name,
            HealthCheck check,
            HealthConfig config,
            ScheduledExecutorService scheduler,
            HealthCheckExecutor executor,
            Runnable changed) {
        this.name = name;
        this.check = check;
        this.config = config;
        this.scheduler = scheduler;
        this.executor = executor;
        this.changed = changed;
        this.status = new CheckStatus(config);
    }

    /** Starts a run, unless one is in progress. */
    void runIfIdle() {
        Run run = null;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (running == null) {
                run = new Run();
                running = run;
            } else {
                running.countInProgress();
            }
        }
        if (run == null) {
            changed.run();
        } else {
            start(run);
        }
    }

    private void start(Run run) {
        try {
            executor.execute(run);
        } catch (Throwable e) {
            LOG.warn("Health check {} has no thread and will be retried: {}", name, e.toString());
            run.end(Result.down("no thread to run on"));
        }
    }

    /** The status and reason of this check alone. */
    synchronized Health health() {
        boolean up = status.status() == InstanceStatus.UP;
        return Health.of(status.status(), up ? "" : name + ": " + status.reason());
    }

    /** Starts no more runs, and interrupts the run in progress. */
    synchronized void close() {
        closed = true;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public String toString() {
        return "Health check " + name;
    }

    private Result runCheck() {
        try {
            Result result = check.check();
            return result == null ? Result.down("returned null") : result;
        } catch (Throwable e) {
            LOG.debug("Health check {} failed", name, e);
            String type = e.getClass().getSimpleName();
            return Result.down(e.getMessage() == null ? type : type + ": " + e.getMessage());
        }
    }

    /** One run; its fields are guarded by the check. */
    private final class Run implements Runnable {
        private @Nullable Thread thread;
        private boolean overdue;
        private boolean threadReserved;

        @Override
        public void run() {
            synchronized (PeriodicCheck.this) {
                if (closed) {
                    return;
                }
                thread = Thread.currentThread();
                if (hungLast) {
                    reserveThread();
                }
            }
            ScheduledFuture<?> limit;
            try {
                limit = scheduler.schedule(this::timedOut, config.timeout().toNanos(), TimeUnit.NANOSECONDS);
            } catch (RuntimeException e) {
                end(Result.down("no timer for its timeout: " + e.getMessage()));
                return;
            }
            end(runCheck());
            limit.cancel(false);
        }

        void end(Result result) {
            synchronized (PeriodicCheck.this) {
                if (thread != null) {
                    Thread.interrupted();
                }
                thread = null;
                running = null;
                hungLast = overdue;
                if (!overdue) {
                    status.add(result);
                }
                if (threadReserved) {
                    executor.releaseThread();
                }
            }
            changed.run();
        }

        void timedOut() {
            synchronized (PeriodicCheck.this) {
                if (running != this) {
                    return;
                }
                overdue = true;
                status.add(Result.down("no result within " + config.timeout()));
                reserveThread();
                interrupt();
            }
            changed.run();
        }

        private void reserveThread() {
            if (!threadReserved) {
                threadReserved = true;
                executor.reserveThread();
            }
        }

        void countInProgress() {
            if (overdue) {
                status.add(Result.down("hangs, no result within " + config.timeout()));
            } else if (thread == null) {
                status.add(Result.down("waits for a thread"));
            }
        }

        void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
