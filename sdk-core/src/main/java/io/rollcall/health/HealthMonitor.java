package io.rollcall.health;

import io.rollcall.HealthCheck;
import io.rollcall.model.InstanceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks of a process and says what they find together: up if all are.
 *
 * <p><b>Concurrency.</b> Threadsafe. The combined verdict is computed and stored under this object's monitor, so that a
 * newer one is never replaced by an older; any thread reads it through one volatile field. Whoever is told that it
 * changed reads it then: what is read is never older than what was told.
 */
public final class HealthMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

    private final List<WatchedCheck> checks = new ArrayList<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private final HealthTerms terms;
    private final ScheduledExecutorService scheduler;
    private volatile Health health;
    private volatile Runnable changed = () -> {};

    /**
     * Not started yet.
     *
     * @param checks by name
     * @param scheduler begins runs and times them out; nothing on it blocks
     * @param threads runs checks; one thread for each, so that none waits for another
     */
    public HealthMonitor(
            Map<String, HealthCheck> checks, HealthTerms terms, ScheduledExecutorService scheduler, Executor threads) {
        this.terms = terms;
        this.scheduler = scheduler;
        checks.forEach((name, check) ->
                this.checks.add(new WatchedCheck(name, check, terms, scheduler, threads, this::combine)));
        this.health = checks.isEmpty() ? Health.UNCHECKED : combined();
    }

    /** Begins at once. {@code changed} is told of each other verdict, on the thread that found it. */
    public synchronized void start(Runnable whenChanged) {
        changed = whenChanged;
        for (WatchedCheck check : checks) {
            timers.add(scheduler.scheduleWithFixedDelay(
                    () -> begin(check), 0, terms.interval().toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    /** Never throws: a timer that did would be silent from then on. */
    private static void begin(WatchedCheck check) {
        try {
            check.begin();
        } catch (Throwable e) {
            LOG.error("{} could not be run and will be again. Next: report this.", check.reason(), e);
        }
    }

    /** What all checks say together, now. */
    public Health health() {
        return health;
    }

    private void combine() {
        Health before;
        Health after;
        synchronized (this) {
            before = health;
            after = combined();
            health = after;
        }
        if (before.status() != after.status()) {
            tell(before, after);
        }
    }

    private void tell(Health before, Health after) {
        if (after.isUp()) {
            LOG.info("Health checks: {} → UP", before.status());
        } else {
            LOG.warn("Health checks: {} → {} ({})", before.status(), after.status(), after.reason());
        }
        changed.run();
    }

    private Health combined() {
        InstanceStatus worst = InstanceStatus.UP;
        for (WatchedCheck check : checks) {
            InstanceStatus status = check.status();
            worst = worst == InstanceStatus.DOWN || status == InstanceStatus.UP ? worst : status;
        }
        return new Health(worst, worst == InstanceStatus.UP ? "" : reasons(worst));
    }

    private String reasons(InstanceStatus worst) {
        return checks.stream()
                .filter(check -> check.status() == worst)
                .map(WatchedCheck::reason)
                .collect(Collectors.joining("; "));
    }

    /** Runs nothing any more, and interrupts what runs. */
    @Override
    public synchronized void close() {
        changed = () -> {};
        timers.forEach(timer -> timer.cancel(false));
        checks.forEach(WatchedCheck::interrupt);
    }
}
