package io.rollcall.loadbalancer.policy;

import java.util.Objects;

/**
 * Limits each caller to {@code size} of a service's instances. Which ones follows from the caller's name alone, so that
 * a restart changes nothing, and callers differ.
 *
 * <p>Use it for large fleets, where each caller holding a connection to each instance costs more than the calls do. It
 * is not a {@link io.rollcall.loadbalancer.route.Subset}, which selects instances by metadata. Immutable and
 * threadsafe.
 *
 * @since 0.1
 */
public final class FleetSubset {
    private static final FleetSubset OFF = new FleetSubset(Integer.MAX_VALUE, "");

    private final int size;
    private final String caller;

    private FleetSubset(int size, String caller) {
        this.size = size;
        this.caller = caller;
    }

    /** Callers use all instances. The default. */
    public static FleetSubset off() {
        return OFF;
    }

    /**
     * {@code size} instances for {@code caller}.
     *
     * @param caller names this caller among all: best its own instance id
     * @throws IllegalArgumentException if {@code size} is below 1 or {@code caller} is empty
     */
    public static FleetSubset of(int size, String caller) {
        return builder().size(size).caller(caller).build();
    }

    /** Starts a fleet subset; it needs a size and a caller. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.size = isOn() ? size : 0;
        builder.caller = caller;
        return builder;
    }

    /** Whether callers are limited at all. */
    public boolean isOn() {
        return !caller.isEmpty();
    }

    /** How many instances a caller uses at most. */
    public int size() {
        return size;
    }

    /** What names this caller among all; empty if this is off. */
    public String caller() {
        return caller;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FleetSubset that && size == that.size && caller.equals(that.caller);
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, caller);
    }

    @Override
    public String toString() {
        return isOn() ? size + " for " + caller : "off";
    }

    /**
     * Builds a {@link FleetSubset}. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private int size;
        private String caller = "";

        private Builder() {}

        /**
         * How many instances a caller uses. Required.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder size(int instances) {
            this.size = PolicyChecks.atLeast("size", instances, 1);
            return this;
        }

        /**
         * What names this caller among all: best its own instance id. Required.
         *
         * @throws IllegalArgumentException if it is empty
         */
        public Builder caller(String caller) {
            this.caller = PolicyChecks.notEmpty("caller", caller);
            return this;
        }

        /**
         * The fleet subset.
         *
         * @throws IllegalArgumentException if size or caller is missing
         */
        public FleetSubset build() {
            return new FleetSubset(PolicyChecks.atLeast("size", size, 1), PolicyChecks.notEmpty("caller", caller));
        }
    }
}
