package io.rollcall.loadbalancer.policy;

import java.time.Duration;
import java.util.Objects;

/**
 * How an instance that is new, or back from an ejection, reaches its full weight: after time t its weight counts by the
 * factor max({@code minShare}, (t / window)^(1 / aggression)), as in Envoy. Instances of the very first snapshot count
 * in full.
 *
 * <p>Use it where a fresh process is slow: caches to fill, code to compile, connections to open. It has no effect while
 * all instances are equally new. Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class SlowStart {
    private static final SlowStart OFF = builder().build();
    /** Weights change in this many steps, so that plans are not compiled needlessly. */
    private static final int STEPS = 20;

    private final Duration window;
    private final double aggression;
    private final double minShare;

    private SlowStart(Builder from) {
        this.window = from.window;
        this.aggression = from.aggression;
        this.minShare = from.minShare;
    }

    /** Full weight at once. The default. */
    public static SlowStart off() {
        return OFF;
    }

    /**
     * Linear over {@code window}, from a tenth.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static SlowStart over(Duration window) {
        return builder().window(window).build();
    }

    /** Starts from {@link #off()}: a window turns it on. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.window = window;
        builder.aggression = aggression;
        builder.minShare = minShare;
        return builder;
    }

    /** Whether instances start slowly at all. */
    public boolean isOn() {
        return !window.isZero();
    }

    /** How long it takes; zero if it is off. */
    public Duration window() {
        return window;
    }

    /** 1 is linear; above 1 is fast at first. */
    public double aggression() {
        return aggression;
    }

    /** The least factor, 0 to 1. */
    public double minShare() {
        return minShare;
    }

    /** The factor after {@code nanos}, in steps of a twentieth. */
    public double factor(long nanos) {
        if (nanos >= window.toNanos()) {
            return 1;
        }
        double exact = Math.pow((double) Math.max(0, nanos) / window.toNanos(), 1 / aggression);
        return Math.max(minShare, Math.floor(exact * STEPS) / STEPS);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlowStart that
                && window.equals(that.window)
                && aggression == that.aggression
                && minShare == that.minShare;
    }

    @Override
    public int hashCode() {
        return Objects.hash(window, aggression, minShare);
    }

    @Override
    public String toString() {
        return isOn() ? "over " + window + ", aggression " + aggression + ", from " + minShare : "off";
    }

    /**
     * Builds a {@link SlowStart}. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private Duration window = Duration.ZERO;
        private double aggression = 1;
        private double minShare = 0.1;

        private Builder() {}

        /**
         * How long it takes. Default: zero, full weight at once.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder window(Duration window) {
            this.window = PolicyChecks.notNegative("window", window);
            return this;
        }

        /**
         * 1 is linear; above 1 is fast at first. Default: 1.
         *
         * @throws IllegalArgumentException if it is not above 0
         */
        public Builder aggression(double aggression) {
            this.aggression = PolicyChecks.above("aggression", aggression, 0);
            return this;
        }

        /**
         * The least factor, 0 to 1. Default: 0.1.
         *
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder minShare(double share) {
            this.minShare = PolicyChecks.share("minShare", share);
            return this;
        }

        /** The slow start. */
        public SlowStart build() {
            return new SlowStart(this);
        }
    }
}
