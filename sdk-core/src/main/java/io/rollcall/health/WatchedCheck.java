package io.rollcall.health;

import io.rollcall.HealthCheck;
import io.rollcall.HealthCheck.Verdict;
import io.rollcall.model.InstanceStatus;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one check again and again, and never twice at a time: one that hangs keeps its thread, and counts as failed once
 * more with each interval.
 *
 * <p><b>Concurrency.</b> The streak and the run under way are guarded by this object's monitor. The check itself runs
 * without it, and {@code changed} is called without it. A thread is interrupted under it, and only while it runs the
 * check, so that no interrupt reaches what the thread does next.
 */
final class WatchedCheck {
    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

    private final String name;
    private final HealthCheck check;
    private final HealthTerms terms;
    private final ScheduledExecutorService scheduler;
    private final Executor threads;
    private final Runnable changed;
    private final Streak streak;
    private @Nullable Run running;

    WatchedCheck(
            String name,
            HealthCheck check,
            HealthTerms terms,
            ScheduledExecutorService scheduler,
            Executor threads,
            Runnable changed) {
        this.name = name;
        this.check = check;
        this.terms = terms;
        this.scheduler = scheduler;
        this.threads = threads;
        this.changed = changed;
        this.streak = new Streak(terms);
    }

    /** Begins a run, unless one is under way. */
    void begin() {
        Run run = new Run();
        synchronized (this) {
            if (running != null) {
                running.stillUnderWay();
                run = null;
            } else {
                running = run;
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
            run.limit = scheduler.schedule(run::timedOut, terms.timeout().toNanos(), TimeUnit.NANOSECONDS);
            threads.execute(run);
        } catch (Throwable e) {
            LOG.warn("Health check {} got no thread and will be tried again: {}", name, e.toString());
            run.end(Verdict.down("no thread to run it"));
        }
    }

    synchronized InstanceStatus status() {
        return streak.status();
    }

    /** Why it is not up, with its name. */
    synchronized String reason() {
        return name + ": " + streak.reason();
    }

    /** Interrupts the run under way. */
    synchronized void interrupt() {
        if (running != null) {
            running.interrupt();
        }
    }

    private Verdict result() {
        try {
            Verdict verdict = check.check();
            return verdict == null ? Verdict.down("returned null") : verdict;
        } catch (Throwable e) {
            LOG.debug("Health check {} failed", name, e);
            String type = e.getClass().getSimpleName();
            return Verdict.down(e.getMessage() == null ? type : type + ": " + e.getMessage());
        }
    }

    /** One run; its fields are guarded by the check. */
    private final class Run implements Runnable {
        private @Nullable Thread thread;
        private volatile @Nullable ScheduledFuture<?> limit;
        private boolean overdue;

        @Override
        public void run() {
            synchronized (WatchedCheck.this) {
                thread = Thread.currentThread();
            }
            end(result());
        }

        void end(Verdict result) {
            synchronized (WatchedCheck.this) {
                if (thread != null) {
                    Thread.interrupted();
                }
                thread = null;
                running = null;
                if (!overdue) {
                    streak.add(result);
                }
            }
            ScheduledFuture<?> timer = limit;
            if (timer != null) {
                timer.cancel(false);
            }
            changed.run();
        }

        void timedOut() {
            synchronized (WatchedCheck.this) {
                if (running != this) {
                    return;
                }
                overdue = true;
                streak.add(Verdict.down("no answer within " + terms.timeout()));
                interrupt();
            }
            changed.run();
        }

        void stillUnderWay() {
            if (overdue) {
                streak.add(Verdict.down("hangs, no answer within " + terms.timeout()));
            }
        }

        void interrupt() {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
