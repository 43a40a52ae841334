package io.rollcall.time;

import io.rollcall.random.Randomness;
import java.time.Duration;

/**
 * Exponential backoff: the ceiling of the wait doubles with each failure in a row, up to a maximum. Jitter spreads
 * those who failed together (Marc Brooker, "Exponential Backoff And Jitter", AWS, 2015).
 *
 * <p>Immutable and threadsafe.
 *
 * @param first the ceiling after the first failure
 * @param max the highest ceiling
 * @since 0.1
 */
public record Backoff(Duration first, Duration max) {
    private static final int MAX_DOUBLINGS = 62;

    /** @throws IllegalArgumentException if a duration is negative */
    public Backoff {
        if (first.isNegative() || max.isNegative()) {
            throw new IllegalArgumentException("backoff: " + first + ", " + max + " (expected: both >= 0)");
        }
    }

    /**
     * The ceiling in nanoseconds.
     *
     * @param failures in a row, at least 1
     */
    public long ceilingNanos(int failures) {
        long base = first.toNanos();
        int doublings = Math.min(Math.max(0, failures - 1), MAX_DOUBLINGS);
        long grown = base > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE : base << doublings;
        return Math.min(max.toNanos(), grown);
    }

    /** A wait between 0 and the ceiling, in nanoseconds: spreads the most. */
    public long fullJitterNanos(int failures, Randomness randomness) {
        return (long) (ceilingNanos(failures) * randomness.unit());
    }

    /** A wait between half the ceiling and the ceiling, in nanoseconds: for waits that must not be too short. */
    public long equalJitterNanos(int failures, Randomness randomness) {
        return (long) (ceilingNanos(failures) * (0.5 + randomness.unit() / 2));
    }
}
