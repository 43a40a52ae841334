package io.rollcall.consul;

import io.rollcall.time.Backoff;
import java.time.Duration;

/**
 * The pause before a service is queried again. A response after a long wait is followed by the next query at once.
 * Responses that come quickly are spaced: changes by 20 ms, so that a busy service costs at most 50 responses a second;
 * responses without a change by a pause that doubles up to 1 s, so that a watch does not spin. Failures of this service
 * alone are followed by a pause of 1 s that doubles up to 30 s.
 *
 * <p>Not threadsafe: one per query.
 */
final class Pace {
    private static final Backoff GAP = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));
    private static final Backoff AFTER_FAILURE = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private int unchanged;
    private int failures;

    /** Nanoseconds to wait after a response with a change that took {@code tookNanos}. */
    long afterChange(long tookNanos) {
        unchanged = 0;
        failures = 0;
        return Math.max(0, GAP.first().toNanos() - tookNanos);
    }

    /** The same after one without a change. */
    long afterNoChange(long tookNanos) {
        failures = 0;
        if (tookNanos >= GAP.max().toNanos()) {
            unchanged = 0;
            return 0;
        }
        long pause = GAP.ceilingNanos(++unchanged);
        return Math.max(0, pause - tookNanos);
    }

    /** The same after a failure. */
    long afterFailure() {
        return AFTER_FAILURE.ceilingNanos(++failures);
    }

    /** Whether the last response was a failure. */
    boolean isAfterFailure() {
        return failures > 0;
    }
}
