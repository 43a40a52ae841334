package io.rollcall.event;

import io.rollcall.registry.RegistryException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request to the registry, as the SDK's user would count it: retries on other endpoints are part of it.
 *
 * @param operation what was asked
 * @param service the service it was about, or empty for a question about all
 * @param took how long it took
 * @param failure why it failed, or null if it did not
 */
public record RegistryCallEvent(
        Operation operation,
        String service,
        Duration took,
        @Nullable RegistryException failure) {

    /** What a registry is asked. */
    public enum Operation {
        /** To register an instance. */
        REGISTER,
        /** To renew a lease. */
        HEARTBEAT,
        /** To remove an instance. */
        DEREGISTER,
        /** Whether an instance is still listed. */
        CHECK,
        /** For the instances of a service. */
        FETCH,
        /** For the names of all services. */
        SERVICES
    }
}
