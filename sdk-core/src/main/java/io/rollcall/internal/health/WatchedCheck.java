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
 * Runs one check again and again, and never twice at a time: one that hangs keeps its thread, and counts as failed once
 * more with each interval. So does one that waits for a thread for that long; its time is counted from when it has one.
 *
 * <p><b>Concurrency.</b> The streak and the run under way are guarded by this object's monitor, under which the threads
 * are told of one that hangs. The check itself runs without it, and {@code changed} is called without it. A thread is
 * interrupted under it, and only while it runs the check, so that no interrupt reaches what the thread does next.
 */
final class WatchedCheck {
    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

    private final String name;
    private final HealthCheck check;
    private final HealthConfig config;
    private final ScheduledExecutorService scheduler;
    private final CheckThreads threads;
    private final Runnable changed;
    private final Streak streak;
    private @Nullable Run running;
    private boolean hungLast;
    private boolean closed;

    WatchedCheck(
            String name,
            HealthCheck check,
            HealthConfig config,
            ScheduledExecutorService scheduler,
            CheckThreads threads,
            Runnable changed) {
        this.name = name;
        this.check = check;
        this.config = config;
        this.scheduler = scheduler;
        this.threads = threads;
        this.changed = changed;
        this.streak = new Streak(config);
    }

    /** Begins a run, unless one is under way. */
    void begin() {
        Run run = null;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (running == null) {
                run = new Run();
                running = run;
            } else {
                running.stillUnderWay();
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
            threads.execute(run);
        } catch (Throwable e) {
            LOG.warn("Health check {} got no thread and will be tried again: {}", name, e.toString());
            run.end(Result.down("no thread to run it"));
        }
    }

    /** What it says by itself. */
    synchronized Health health() {
        boolean up = streak.status() == InstanceStatus.UP;
        return Health.of(streak.status(), up ? "" : name + ": " + streak.reason());
    }

    /** Runs it no more, and interrupts the run under way. */
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

    private Result result() {
        try {
            Result verdict = check.check();
            return verdict == null ? Result.down("returned null") : verdict;
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
        private boolean saidToHang;

        @Override
        public void run() {
            synchronized (WatchedCheck.this) {
                if (closed) {
                    return;
                }
                thread = Thread.currentThread();
                if (hungLast) {
                    sayItHangs();
                }
            }
            ScheduledFuture<?> limit;
            try {
                limit = scheduler.schedule(this::timedOut, config.timeout().toNanos(), TimeUnit.NANOSECONDS);
            } catch (RuntimeException e) {
                end(Result.down("nothing that bounds its time: " + e.getMessage()));
                return;
            }
            end(result());
            limit.cancel(false);
        }

        void end(Result result) {
            synchronized (WatchedCheck.this) {
                if (thread != null) {
                    Thread.interrupted();
                }
                thread = null;
                running = null;
                hungLast = overdue;
                if (!overdue) {
                    streak.add(result);
                }
                if (saidToHang) {
                    threads.freed();
                }
            }
            changed.run();
        }

        void timedOut() {
            synchronized (WatchedCheck.this) {
                if (running != this) {
                    return;
                }
                overdue = true;
                streak.add(Result.down("no answer within " + config.timeout()));
                sayItHangs();
                interrupt();
            }
            changed.run();
        }

        private void sayItHangs() {
            if (!saidToHang) {
                saidToHang = true;
                threads.hung();
            }
        }

        void stillUnderWay() {
            if (overdue) {
                streak.add(Result.down("hangs, no answer within " + config.timeout()));
            } else if (thread == null) {
                streak.add(Result.down("waits for a thread"));
            }
        }

        void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
