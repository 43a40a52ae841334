package io.rollcall;

import io.rollcall.health.HealthCheck;

/**
 * What one registration has of its own, besides what the process has for all. Handed to the code that registers it, see
 * {@link Rollcall#register(io.rollcall.model.ServiceInstance, java.util.function.Consumer)}; of no use after that. Not
 * threadsafe.
 */
public final class RegistrationTerms {
    final NamedChecks checks = new NamedChecks();

    RegistrationTerms() {}

    /**
     * Adds a check that concerns this registration alone: while it is not up, or a check of the process is not, this
     * registration is not told as UP, and others are. It runs as those of the process do, as often and within the same
     * time, on the same threads, and ends with the registration.
     *
     * @param name unique among the checks of the registration and of the process
     * @throws IllegalArgumentException if the registration has one of that name
     */
    public RegistrationTerms healthCheck(String name, HealthCheck check) {
        checks.add(name, check);
        return this;
    }

    /** Adds a check that is up unless it throws, as {@link #healthCheck(String, HealthCheck)} does. */
    public RegistrationTerms healthCheck(String name, HealthCheck.Ping check) {
        checks.add(name, check);
        return this;
    }

    /** Adds a check that is up if it returns true, as {@link #healthCheck(String, HealthCheck)} does. */
    public RegistrationTerms healthCheck(String name, HealthCheck.Condition check) {
        checks.add(name, check);
        return this;
    }
}
