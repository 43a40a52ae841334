package io.rollcall.internal.lease;

import io.rollcall.time.TimeSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers that distinguish a newer registration of an id from an older one: the wall clock's milliseconds, so that a
 * process started later has the higher number, and strictly increasing within this process, whatever the clock does.
 *
 * <p>Between processes a clock that was set back can break the order. A first registration that is rejected for that
 * reason is therefore retried until the older process's lease ends (see {@link LeaseLoop}).
 */
final class Generations {
    private static final AtomicLong LAST = new AtomicLong();

    private Generations() {}

    static long next(TimeSource time) {
        long now = time.currentTimeMillis();
        return LAST.updateAndGet(last -> Math.max(last + 1, now));
    }
}
