package io.rollcall.loadbalancer.policy;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a slow call is sent to a second instance as well; the first response counts. Spends the retry budget.
 *
 * <p>Use it for short reads with a long tail, and only for requests that may be sent twice: the client hedges no
 * others. Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class Hedging {
    private static final Hedging OFF = builder().build();

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
        return builder().after(delay).build();
    }

    /**
     * When a call takes longer than this share of the service's recent calls: 0.95 hedges about one in twenty.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public static Hedging atPercentile(double percentile) {
        return builder().atPercentile(percentile).build();
    }

    /** Starts from {@link #off()}. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.delay = delay;
        builder.percentile = percentile;
        return builder;
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hedging that && Objects.equals(delay, that.delay) && percentile == that.percentile;
    }

    @Override
    public int hashCode() {
        return Objects.hash(delay, percentile);
    }

    @Override
    public String toString() {
        return delay != null ? "after " + delay : percentile > 0 ? "at percentile " + percentile : "off";
    }

    /**
     * Builds a {@link Hedging}: either by a delay or by a percentile, whichever was set last. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private @Nullable Duration delay;
        private double percentile;

        private Builder() {}

        /**
         * After a fixed delay.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder after(Duration delay) {
            this.delay = PolicyChecks.positive("delay", delay);
            this.percentile = 0;
            return this;
        }

        /**
         * When a call takes longer than this share of the service's recent calls.
         *
         * @throws IllegalArgumentException if it is not between 0 and 1
         */
        public Builder atPercentile(double percentile) {
            this.percentile = PolicyChecks.between("percentile", percentile, 0, 1);
            this.delay = null;
            return this;
        }

        /** The hedging. */
        public Hedging build() {
            return new Hedging(delay, percentile);
        }
    }
}
