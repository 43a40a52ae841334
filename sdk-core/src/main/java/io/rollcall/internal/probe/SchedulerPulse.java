package io.rollcall.internal.probe;

import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Detects whether the scheduler, which renews all leases, still runs. A registry that is down does not stop it; a
 * listener that blocks it for good does, and then a restart helps.
 *
 * <p><b>Concurrency.</b> The scheduler's thread writes one volatile field, any thread reads it.
 */
final class SchedulerPulse implements AutoCloseable {
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    /** The usual lease: callers have lost the instance by then. */
    private static final long MAX_SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final TimeSource time;
    private final ScheduledFuture<?> beat;
    private volatile long last;

    SchedulerPulse(ScheduledExecutorService scheduler, TimeSource time) {
        this.time = time;
        this.last = time.nanoTime();
        this.beat = scheduler.scheduleWithFixedDelay(
                () -> last = time.nanoTime(), EVERY_NANOS, EVERY_NANOS, TimeUnit.NANOSECONDS);
    }

    /** Whether the scheduler ran within the last 30 s. */
    boolean isAlive() {
        return time.nanoTime() - last <= MAX_SILENCE_NANOS;
    }

    @Override
    public void close() {
        beat.cancel(false);
    }
}
