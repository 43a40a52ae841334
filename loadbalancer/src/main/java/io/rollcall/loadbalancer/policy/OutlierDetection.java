package io.rollcall.loadbalancer.policy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a failing instance is ejected, and for how long. Defaults are those of Envoy's outlier detection, except for
 * failed connections: two in a row are enough, because nothing responds there.
 *
 * <p>It is on by default. Turn it {@link #off()} where another layer, such as a mesh, ejects instances already.
 * Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class OutlierDetection {
    private static final OutlierDetection DEFAULTS = builder().build();
    private static final OutlierDetection OFF = builder()
            .consecutiveFailures(0)
            .consecutiveGatewayFailures(0)
            .consecutiveConnectionFailures(0)
            .successRateDeviations(0)
            .failureShare(0)
            .build();

    private final int consecutiveFailures;
    private final int consecutiveGatewayFailures;
    private final int consecutiveConnectionFailures;
    private final double successRateDeviations;
    private final int successRateMinRequests;
    private final double failureShare;
    private final int failureShareMinRequests;
    private final int minInstances;
    private final Duration interval;
    private final Duration baseEjection;
    private final Duration maxEjection;
    private final double maxEjected;

    private OutlierDetection(Builder from) {
        this.consecutiveFailures = from.consecutiveFailures;
        this.consecutiveGatewayFailures = from.consecutiveGatewayFailures;
        this.consecutiveConnectionFailures = from.consecutiveConnectionFailures;
        this.successRateDeviations = from.successRateDeviations;
        this.successRateMinRequests = from.successRateMinRequests;
        this.failureShare = from.failureShare;
        this.failureShareMinRequests = from.failureShareMinRequests;
        this.minInstances = from.minInstances;
        this.interval = from.interval;
        this.baseEjection = from.baseEjection;
        this.maxEjection = from.maxEjection;
        this.maxEjected = from.maxEjected;
    }

    /** The defaults documented at {@link Builder}. */
    public static OutlierDetection defaults() {
        return DEFAULTS;
    }

    /** Ejects nothing. */
    public static OutlierDetection off() {
        return OFF;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Whether anything is ejected for its failures. */
    public boolean isOn() {
        return consecutiveFailures > 0
                || consecutiveGatewayFailures > 0
                || consecutiveConnectionFailures > 0
                || successRateDeviations > 0
                || failureShare > 0;
    }

    /** Failures of any kind in a row, or 0 if these are not counted. */
    public int consecutiveFailures() {
        return consecutiveFailures;
    }

    /** 502, 503, 504 or no response in a row, or 0. */
    public int consecutiveGatewayFailures() {
        return consecutiveGatewayFailures;
    }

    /** Failed connections in a row, or 0. */
    public int consecutiveConnectionFailures() {
        return consecutiveConnectionFailures;
    }

    /** Standard deviations below the mean success rate, or 0. */
    public double successRateDeviations() {
        return successRateDeviations;
    }

    /** Requests of an interval that an instance needs for the success rate to count. */
    public int successRateMinRequests() {
        return successRateMinRequests;
    }

    /** The share of failures from which an instance is ejected, or 0. */
    public double failureShare() {
        return failureShare;
    }

    /** Requests of an interval that an instance needs for the failure share to count. */
    public int failureShareMinRequests() {
        return failureShareMinRequests;
    }

    /** Instances with enough requests, for either rate to be compared. */
    public int minInstances() {
        return minInstances;
    }

    /** How often the rates are compared. */
    public Duration interval() {
        return interval;
    }

    /** How long the first ejection lasts; the k-th lasts k times as long. */
    public Duration baseEjection() {
        return baseEjection;
    }

    /** The longest ejection. */
    public Duration maxEjection() {
        return maxEjection;
    }

    /** The share of instances that may be ejected at once; one of several always may. */
    public double maxEjected() {
        return maxEjected;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutlierDetection that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return isOn() ? values().toString() : "off";
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("consecutiveFailures", consecutiveFailures);
        values.put("consecutiveGatewayFailures", consecutiveGatewayFailures);
        values.put("consecutiveConnectionFailures", consecutiveConnectionFailures);
        values.put("successRateDeviations", successRateDeviations);
        values.put("successRateMinRequests", successRateMinRequests);
        values.put("failureShare", failureShare);
        values.put("failureShareMinRequests", failureShareMinRequests);
        values.put("minInstances", minInstances);
        values.put("interval", interval);
        values.put("baseEjection", baseEjection);
        values.put("maxEjection", maxEjection);
        values.put("maxEjected", maxEjected);
        return values;
    }

    /**
     * Builds an {@link OutlierDetection}. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private int consecutiveFailures = 5;
        private int consecutiveGatewayFailures;
        private int consecutiveConnectionFailures = 2;
        private double successRateDeviations = 1.9;
        private int successRateMinRequests = 100;
        private double failureShare = 0.85;
        private int failureShareMinRequests = 50;
        private int minInstances = 5;
        private Duration interval = Duration.ofSeconds(10);
        private Duration baseEjection = Duration.ofSeconds(30);
        private Duration maxEjection = Duration.ofMinutes(5);
        private double maxEjected = 0.1;

        private Builder() {}

        private Builder(OutlierDetection from) {
            this.consecutiveFailures = from.consecutiveFailures;
            this.consecutiveGatewayFailures = from.consecutiveGatewayFailures;
            this.consecutiveConnectionFailures = from.consecutiveConnectionFailures;
            this.successRateDeviations = from.successRateDeviations;
            this.successRateMinRequests = from.successRateMinRequests;
            this.failureShare = from.failureShare;
            this.failureShareMinRequests = from.failureShareMinRequests;
            this.minInstances = from.minInstances;
            this.interval = from.interval;
            this.baseEjection = from.baseEjection;
            this.maxEjection = from.maxEjection;
            this.maxEjected = from.maxEjected;
        }

        /** Failures of any kind in a row. Default: 5; 0 turns it off. */
        public Builder consecutiveFailures(int count) {
            this.consecutiveFailures = PolicyChecks.atLeast("consecutiveFailures", count, 0);
            return this;
        }

        /** 502, 503, 504 or no response in a row. Default: 0, off. */
        public Builder consecutiveGatewayFailures(int count) {
            this.consecutiveGatewayFailures = PolicyChecks.atLeast("consecutiveGatewayFailures", count, 0);
            return this;
        }

        /** Failed connections in a row. Default: 2; 0 turns it off. */
        public Builder consecutiveConnectionFailures(int count) {
            this.consecutiveConnectionFailures = PolicyChecks.atLeast("consecutiveConnectionFailures", count, 0);
            return this;
        }

        /** Standard deviations below the mean success rate. Default: 1.9; 0 turns it off. */
        public Builder successRateDeviations(double deviations) {
            this.successRateDeviations = PolicyChecks.above("successRateDeviations", deviations, -Double.MIN_VALUE);
            return this;
        }

        /** Default: 100 requests in an interval. */
        public Builder successRateMinRequests(int requests) {
            this.successRateMinRequests = PolicyChecks.atLeast("successRateMinRequests", requests, 1);
            return this;
        }

        /** The share of failures. Default: 0.85; 0 turns it off. */
        public Builder failureShare(double share) {
            this.failureShare = PolicyChecks.share("failureShare", share);
            return this;
        }

        /** Default: 50 requests in an interval. */
        public Builder failureShareMinRequests(int requests) {
            this.failureShareMinRequests = PolicyChecks.atLeast("failureShareMinRequests", requests, 1);
            return this;
        }

        /** Default: 5. */
        public Builder minInstances(int instances) {
            this.minInstances = PolicyChecks.atLeast("minInstances", instances, 1);
            return this;
        }

        /** Default: 10 s. */
        public Builder interval(Duration interval) {
            this.interval = PolicyChecks.positive("interval", interval);
            return this;
        }

        /** Default: 30 s. */
        public Builder baseEjection(Duration time) {
            this.baseEjection = PolicyChecks.positive("baseEjection", time);
            return this;
        }

        /** Default: 5 min. */
        public Builder maxEjection(Duration time) {
            this.maxEjection = PolicyChecks.positive("maxEjection", time);
            return this;
        }

        /** The share of instances that may be ejected at once, 0 to 1. Default: 0.1; one of several always may. */
        public Builder maxEjected(double share) {
            this.maxEjected = PolicyChecks.share("maxEjected", share);
            return this;
        }

        /**
         * The outlier detection.
         *
         * @throws IllegalArgumentException if the longest ejection is shorter than the first
         */
        public OutlierDetection build() {
            PolicyChecks.ordered("baseEjection", baseEjection, "maxEjection", maxEjection);
            return new OutlierDetection(this);
        }
    }
}
