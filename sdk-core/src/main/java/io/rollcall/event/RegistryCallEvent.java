package io.rollcall.event;

import io.rollcall.registry.RegistryException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One logical request to the registry ended; retries on other endpoints are part of it.
 *
 * @param operation the operation
 * @param service the service concerned, or empty if the request concerns all
 * @param took the duration, retries included
 * @param failure the failure, or null if the request succeeded
 * @since 0.1
 */
public record RegistryCallEvent(
        Operation operation,
        String service,
        Duration took,
        @Nullable RegistryException failure) {

    /** An operation of the registry. */
    public enum Operation {
        /** Registers an instance. */
        REGISTER,
        /** Renews a lease. */
        HEARTBEAT,
        /** Removes an instance. */
        DEREGISTER,
        /** Checks whether an instance is still listed. */
        CHECK,
        /** Fetches the instances of a service. */
        FETCH,
        /** Fetches the names of all services. */
        SERVICES
    }
}
