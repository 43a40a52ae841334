package io.rollcall.consul;

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
    private static final Duration GAP = Duration.ofMillis(20);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 10;

    private int unchanged;
    private int failures;

    /** Nanoseconds to wait after a response with a change that took {@code tookNanos}. */
    long afterChange(long tookNanos) {
        unchanged = 0;
        failures = 0;
        return Math.max(0, GAP.toNanos() - tookNanos);
    }

    /** The same after one without a change. */
    long afterNoChange(long tookNanos) {
        failures = 0;
        if (tookNanos >= LONGEST_GAP.toNanos()) {
            unchanged = 0;
            return 0;
        }
        long pause = doubled(GAP, LONGEST_GAP, unchanged++);
        return Math.max(0, pause - tookNanos);
    }

    /** The same after a failure. */
    long afterFailure() {
        return doubled(AFTER_FAILURE, LONGEST_AFTER_FAILURE, failures++);
    }

    /** Whether the last response was a failure. */
    boolean isAfterFailure() {
        return failures > 0;
    }

    private static long doubled(Duration first, Duration most, int times) {
        return Math.min(most.toNanos(), first.toNanos() << Math.min(times, MAX_DOUBLINGS));
    }
}
