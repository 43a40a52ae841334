package io.rollcall.internal.registry.guard;

import io.rollcall.time.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The monotonic time as the {@link Clock} that resilience4j wants: a stepping wall clock neither opens nor closes. */
public final class MonotonicClock extends Clock {
    private final TimeSource time;
    private final long begin;

    /** Begins at the epoch. */
    public MonotonicClock(TimeSource time) {
        this.time = time;
        this.begin = time.nanoTime();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(time.nanoTime() - begin);
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
