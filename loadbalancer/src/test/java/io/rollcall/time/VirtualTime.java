package io.rollcall.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that only tests move. Threadsafe. */
public final class VirtualTime implements TimeSource {
    /** Not 0, and close to where a monotonic clock turns negative: both must be of no consequence. */
    private static final long START = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    private final AtomicLong nanos = new AtomicLong(START);

    /** A clock that reads the same at each start. */
    public VirtualTime() {}

    /** Moves the clock forward. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public long currentTimeMillis() {
        return (nanos.get() - START) / 1_000_000;
    }
}
