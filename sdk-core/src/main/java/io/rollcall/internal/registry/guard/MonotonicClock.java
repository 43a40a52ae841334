package io.rollcall.internal.registry.guard;

import io.rollcall.time.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Monotonic time as the {@link Clock} that resilience4j needs, so that steps of the wall clock affect no breaker. */
public final class MonotonicClock extends Clock {
    private final TimeSource time;
    private final long startNanos;

    /** A clock that starts at the epoch. */
    public MonotonicClock(TimeSource time) {
        this.time = time;
        this.startNanos = time.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(time.nanoTime() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
