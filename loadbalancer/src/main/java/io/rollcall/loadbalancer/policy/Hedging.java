package io.rollcall.loadbalancer.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a call that takes long is sent to a second instance as well, and the first answer counts. Spends the budget of
 * retries. Immutable and threadsafe.
 */
public final class Hedging {
    private static final Hedging OFF = new Hedging(null, 0);

    private final @Nullable Duration delay;
    private final double percentile;

    private Hedging(@Nullable Duration delay, double percentile) {
        this.delay = delay;
        this.percentile = percentile;
    }

    /** Never. The default. */
    public static Hedging off() {
        return OFF;
    }

    /**
     * After a fixed delay.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public static Hedging after(Duration delay) {
        return new Hedging(PolicyChecks.positive("delay", delay), 0);
    }

    /**
     * When a call takes longer than this share of the service's recent calls: 0.95 hedges about one in twenty.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public static Hedging atPercentile(double percentile) {
        if (PolicyChecks.share("percentile", percentile) == 0 || percentile == 1) {
            throw new IllegalArgumentException("percentile: " + percentile + " (expected: above 0 and below 1)");
        }
        return new Hedging(null, percentile);
    }

    /** Whether calls are hedged at all. */
    public boolean isOn() {
        return delay != null || percentile > 0;
    }

    /** The fixed delay, or null. */
    public @Nullable Duration delay() {
        return delay;
    }

    /** The percentile of recent latencies, or 0. */
    public double percentile() {
        return percentile;
    }
}
