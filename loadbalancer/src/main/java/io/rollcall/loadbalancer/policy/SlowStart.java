package io.rollcall.loadbalancer.policy;

import java.time.Duration;

/**
 * How an instance that is new, or back from an ejection, comes to its full weight: after time t its weight counts by
 * the factor max({@code minShare}, (t / window)^(1 / aggression)), as in Envoy. Instances of the very first snapshot
 * count in full.
 *
 * <p>Making one throws {@link IllegalArgumentException} if a value is out of range.
 *
 * @param window how long it takes; zero for at once
 * @param aggression 1 is linear; above 1 is fast at first
 * @param minShare the factor at the start, 0 to 1
 */
public record SlowStart(Duration window, double aggression, double minShare) {
    /** Full weight at once. */
    public static final SlowStart OFF = new SlowStart(Duration.ZERO, 1, 0.1);
    /** Weights change in this many steps, so that plans are not compiled for nothing. */
    private static final int STEPS = 20;

    public SlowStart {
        if (window.isNegative()) {
            throw new IllegalArgumentException("window: " + window + " (expected: 0 or more)");
        }
        PolicyChecks.above("aggression", aggression, 0);
        PolicyChecks.share("minShare", minShare);
    }

    /** Linear, from a tenth. */
    public static SlowStart over(Duration window) {
        return new SlowStart(window, 1, 0.1);
    }

    /** The factor after {@code nanos}, in steps of a twentieth. */
    public double factor(long nanos) {
        if (nanos >= window.toNanos()) {
            return 1;
        }
        double exact = Math.pow((double) Math.max(0, nanos) / window.toNanos(), 1 / aggression);
        return Math.max(minShare, Math.floor(exact * STEPS) / STEPS);
    }
}
