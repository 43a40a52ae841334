package io.rollcall.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that a test moves. */
public final class VirtualTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public long currentTimeMillis() {
        return nanos.get() / 1_000_000;
    }

    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
