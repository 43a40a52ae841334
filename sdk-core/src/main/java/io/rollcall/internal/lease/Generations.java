package io.rollcall.internal.lease;

import io.rollcall.time.TimeSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers that tell a newer registration of an id from an older one. The wall clock's milliseconds, so that a process
 * started later has the higher one; and strictly rising within this process, whatever the clock does.
 *
 * <p>Between processes a clock that was set back can break the order. A first registration that is refused for that is
 * therefore tried until the older process's lease ends (see {@link LeaseLoop}).
 */
final class Generations {
    private static final AtomicLong LAST = new AtomicLong();

    private Generations() {}

    static long next(TimeSource time) {
        long now = time.currentTimeMillis();
        return LAST.updateAndGet(last -> Math.max(last + 1, now));
    }
}
