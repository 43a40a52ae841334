package io.rollcall.internal.health;

import io.rollcall.health.HealthCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks of a process, or of one registration, and combines their results: up if all are up.
 *
 * <p><b>Concurrency.</b> Threadsafe. The combined result is computed and stored under this object's monitor, so that an
 * older one never replaces a newer; any thread reads it through one volatile field. The callback carries no value: it
 * reads {@link #health()}, which is never older than the change that caused it.
 */
public final class HealthMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

    private final String owner;
    private final List<PeriodicCheck> checks = new ArrayList<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private final HealthConfig config;
    private final ScheduledExecutorService scheduler;
    private final HealthCheckExecutor executor;
    private boolean started;
    private boolean closed;
    private volatile Health health;
    private volatile Runnable changed = () -> {};

    /**
     * Not started yet.
     *
     * @param owner whose checks these are, for the log
     * @param checks by name
     * @param scheduler starts runs and times them out; never blocked
     * @param executor runs checks, which may block
     */
    public HealthMonitor(
            String owner,
            Map<String, HealthCheck> checks,
            HealthConfig config,
            ScheduledExecutorService scheduler,
            HealthCheckExecutor executor) {
        this.owner = owner;
        this.config = config;
        this.scheduler = scheduler;
        this.executor = executor;
        checks.forEach((name, check) ->
                this.checks.add(new PeriodicCheck(name, check, config, scheduler, executor, this::combine)));
        this.health = combined();
    }

    /**
     * Starts the checks at once, unless this is closed. {@code whenChanged} runs on each change of the combined status,
     * on the thread that caused it.
     */
    public synchronized void start(Runnable whenChanged) {
        if (closed) {
            return;
        }
        started = true;
        changed = whenChanged;
        executor.addChecks(checks.size());
        for (PeriodicCheck check : checks) {
            timers.add(scheduler.scheduleWithFixedDelay(
                    () -> run(check), 0, config.interval().toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    /** Never throws: a periodic task that throws is not run again. */
    private static void run(PeriodicCheck check) {
        try {
            check.runIfIdle();
        } catch (Throwable e) {
            LOG.error("{} could not be started; it will be retried. Next: report this.", check, e);
        }
    }

    /** The combined result of all checks. */
    public Health health() {
        return health;
    }

    private void combine() {
        Health before;
        Health after;
        synchronized (this) {
            if (closed) {
                return;
            }
            before = health;
            after = combined();
            health = after;
        }
        if (before.status() != after.status()) {
            notifyChanged(before, after);
        }
    }

    private void notifyChanged(Health before, Health after) {
        if (after.isUp()) {
            LOG.info("Health checks of {}: {} → UP", owner, before.status());
        } else {
            LOG.warn("Health checks of {}: {} → {} ({})", owner, before.status(), after.status(), after.reason());
        }
        changed.run();
    }

    private Health combined() {
        return checks.stream().map(PeriodicCheck::health).reduce(Health.UNCHECKED, Health::and);
    }

    /** Starts no more runs, and interrupts those in progress. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        changed = () -> {};
        timers.forEach(timer -> timer.cancel(false));
        checks.forEach(PeriodicCheck::close);
        executor.removeChecks(started ? checks.size() : 0);
    }
}
