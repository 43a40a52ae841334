package io.rollcall.loadbalancer.policy;

import java.util.List;
import java.util.Objects;

/**
 * Keeps calls in the caller's zone as far as the zone can carry them; the rest goes to zones with spare capacity, by
 * Envoy's zone-aware percentages, with weights as capacity.
 *
 * <p>Use it for zones of one service that share its load. To always take one zone where it has any instance, whatever
 * its capacity, use {@link ServicePolicy.Builder#prefer} instead. Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class Locality {
    private static final int ENVOYS_MINIMUM = 6;
    private static final Locality OFF = new Locality("", ENVOYS_MINIMUM, List.of());

    private final String zone;
    private final int minInstances;
    private final List<String> fallback;

    private Locality(String zone, int minInstances, List<String> fallback) {
        this.zone = zone;
        this.minInstances = minInstances;
        this.fallback = List.copyOf(fallback);
    }

    /** Zones do not matter. The default. */
    public static Locality off() {
        return OFF;
    }

    /**
     * For callers in {@code zone}, from 6 instances on.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public static Locality in(String zone) {
        return builder().zone(zone).build();
    }

    /** Starts a locality; it needs a zone. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.zone = zone;
        builder.minInstances = minInstances;
        builder.fallback = fallback;
        return builder;
    }

    /** Whether zones matter at all. */
    public boolean isOn() {
        return !zone.isEmpty();
    }

    /** The caller's own zone; empty if this is off. */
    public String zone() {
        return zone;
    }

    /** With fewer eligible instances than this, zones are ignored. */
    public int minInstances() {
        return minInstances;
    }

    /**
     * The zones that get what the caller's own cannot carry first, in order, each as far as it has spare capacity.
     * Unmodifiable.
     */
    public List<String> fallback() {
        return fallback;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Locality that
                && zone.equals(that.zone)
                && minInstances == that.minInstances
                && fallback.equals(that.fallback);
    }

    @Override
    public int hashCode() {
        return Objects.hash(zone, minInstances, fallback);
    }

    @Override
    public String toString() {
        return isOn() ? "in " + zone + ", from " + minInstances + " instances, then " + fallback : "off";
    }

    /**
     * Builds a {@link Locality}. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private String zone = "";
        private int minInstances = ENVOYS_MINIMUM;
        private List<String> fallback = List.of();

        private Builder() {}

        /**
         * The caller's own zone. Required.
         *
         * @throws IllegalArgumentException if it is empty
         */
        public Builder zone(String zone) {
            this.zone = PolicyChecks.notEmpty("zone", zone);
            return this;
        }

        /**
         * With fewer eligible instances than this, zones are ignored. Default: 6, as Envoy's.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder minInstances(int instances) {
            this.minInstances = PolicyChecks.atLeast("minInstances", instances, 0);
            return this;
        }

        /** The zones that get what the caller's own cannot carry first. Default: none, all by spare capacity. */
        public Builder fallback(String... zones) {
            return fallback(List.of(zones));
        }

        /** As {@link #fallback(String...)}. */
        public Builder fallback(List<String> zones) {
            this.fallback = List.copyOf(zones);
            return this;
        }

        /**
         * The locality.
         *
         * @throws IllegalArgumentException if there is no zone
         */
        public Locality build() {
            return new Locality(PolicyChecks.notEmpty("zone", zone), minInstances, fallback);
        }
    }
}
