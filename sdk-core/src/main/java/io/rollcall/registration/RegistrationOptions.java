package io.rollcall.registration;

import io.rollcall.Rollcall;
import io.rollcall.health.HealthCheck;
import io.rollcall.internal.health.NamedChecks;
import java.util.Map;

/**
 * Options of one registration, in addition to those of the process, see
 * {@link Rollcall#register(io.rollcall.model.ServiceInstance, java.util.function.Consumer)}.
 *
 * <p>Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class RegistrationOptions {
    private static final RegistrationOptions DEFAULTS = builder().build();

    private final Map<String, HealthCheck> healthChecks;

    private RegistrationOptions(Builder from) {
        this.healthChecks = from.checks.byName();
    }

    /** No options. */
    public static RegistrationOptions defaults() {
        return DEFAULTS;
    }

    /** Starts with no options. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that holds these options. */
    public Builder toBuilder() {
        Builder builder = builder();
        healthChecks.forEach(builder::healthCheck);
        return builder;
    }

    /** The checks of this registration by name, in the order in which they were added. Unmodifiable. */
    public Map<String, HealthCheck> healthChecks() {
        return healthChecks;
    }

    /** Builds {@link RegistrationOptions}. Not threadsafe. */
    public static final class Builder {
        private final NamedChecks checks = new NamedChecks();

        private Builder() {}

        /**
         * Adds a health check of this registration alone: while it is not up, this registration is not reported as UP;
         * others are not affected. It runs with the interval, timeout and threads of the process's checks, and ends
         * with the registration.
         *
         * @param name unique among the checks of the registration and of the process
         * @throws IllegalArgumentException if the registration has a check of that name
         */
        public Builder healthCheck(String name, HealthCheck check) {
            checks.add(name, check);
            return this;
        }

        /** Adds a check that is up unless it throws, as {@link #healthCheck(String, HealthCheck)} does. */
        public Builder healthCheck(String name, HealthCheck.Ping check) {
            checks.add(name, check);
            return this;
        }

        /** Adds a check that is up if it returns true, as {@link #healthCheck(String, HealthCheck)} does. */
        public Builder healthCheck(String name, HealthCheck.Condition check) {
            checks.add(name, check);
            return this;
        }

        /** The options. */
        public RegistrationOptions build() {
            return new RegistrationOptions(this);
        }
    }
}
