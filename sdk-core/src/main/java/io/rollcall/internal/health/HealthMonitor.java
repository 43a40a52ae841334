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
 * Runs the checks of a process, or of one registration, and says what they find together: up if all are.
 *
 * <p><b>Concurrency.</b> Threadsafe. The combined verdict is computed and stored under this object's monitor, so that a
 * newer one is never replaced by an older; any thread reads it through one volatile field. Whoever is told that it
 * changed reads it then: what is read is never older than what was told.
 */
public final class HealthMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

    private final String of;
    private final List<WatchedCheck> checks = new ArrayList<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private final HealthConfig config;
    private final ScheduledExecutorService scheduler;
    private final CheckThreads threads;
    private boolean started;
    private boolean closed;
    private volatile Health health;
    private volatile Runnable changed = () -> {};

    /**
     * Not started yet.
     *
     * @param of whose checks these are, for the log
     * @param checks by name
     * @param scheduler begins runs and times them out; nothing on it blocks
     * @param threads runs checks; those that hang keep theirs
     */
    public HealthMonitor(
            String of,
            Map<String, HealthCheck> checks,
            HealthConfig config,
            ScheduledExecutorService scheduler,
            CheckThreads threads) {
        this.of = of;
        this.config = config;
        this.scheduler = scheduler;
        this.threads = threads;
        checks.forEach((name, check) ->
                this.checks.add(new WatchedCheck(name, check, config, scheduler, threads, this::combine)));
        this.health = combined();
    }

    /**
     * Begins at once, unless this is closed already. {@code changed} is told of each other verdict, on the thread that
     * found it.
     */
    public synchronized void start(Runnable whenChanged) {
        if (closed) {
            return;
        }
        started = true;
        changed = whenChanged;
        threads.added(checks.size());
        for (WatchedCheck check : checks) {
            timers.add(scheduler.scheduleWithFixedDelay(
                    () -> begin(check), 0, config.interval().toNanos(), TimeUnit.NANOSECONDS));
        }
    }

    /** Never throws: a timer that did would be silent from then on. */
    private static void begin(WatchedCheck check) {
        try {
            check.begin();
        } catch (Throwable e) {
            LOG.error("{} could not be run and will be again. Next: report this.", check, e);
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
            if (closed) {
                return;
            }
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
            LOG.info("Health checks of {}: {} → UP", of, before.status());
        } else {
            LOG.warn("Health checks of {}: {} → {} ({})", of, before.status(), after.status(), after.reason());
        }
        changed.run();
    }

    private Health combined() {
        return checks.stream().map(WatchedCheck::health).reduce(Health.UNCHECKED, Health::and);
    }

    /** Runs nothing any more, and interrupts what runs. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        changed = () -> {};
        timers.forEach(timer -> timer.cancel(false));
        checks.forEach(WatchedCheck::close);
        threads.removed(started ? checks.size() : 0);
    }
}
