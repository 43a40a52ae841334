package io.rollcall.registry;

import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a registry, spoken to in its own protocol. Calls block, with time limits of their own, and are made
 * from any thread; the SDK owns threads, retries, circuit breakers and time.
 *
 * <p>Every method throws {@link RegistryException} with a {@link RegistryException.Kind} by which the SDK decides alike
 * for all registries. What a registry says is untrusted: a backend drops entries that are no legal
 * {@link ServiceInstance} and bounds what it reads. Its text form names the endpoint for logs, and tells files of one
 * registry from those of another: without secrets, and the same in every process.
 */
public interface RegistryBackend extends AutoCloseable {

    /**
     * Registers {@code instance}, or replaces what is registered under its id.
     *
     * @return the lease that the registry grants
     * @throws RegistryException CONFLICT if a newer generation is registered
     */
    Lease register(ServiceInstance instance);

    /**
     * Renews the lease of {@code instance} and updates its status.
     *
     * @return the lease from now on, if the registry granted another one; empty if it continues as granted before
     * @throws RegistryException NOT_FOUND if the registry does not know it: register again; CONFLICT if a newer
     *     generation is registered
     */
    Optional<Lease> renew(ServiceInstance instance);

    /**
     * Removes {@code instance}. Removing what is not there succeeds.
     *
     * @throws RegistryException CONFLICT if a newer generation is registered, which then stays
     */
    void deregister(ServiceInstance instance);

    /**
     * Whether the registry still lists {@code instance}: asked from time to time where a renewal may succeed for an
     * instance that was silently lost. The default says yes, for registries whose {@link #renew} tells.
     */
    default boolean holds(ServiceInstance instance) {
        return true;
    }

    /**
     * The instances of {@code service}, or empty if they are still those of {@code known}. A service that the registry
     * does not know has none.
     *
     * @param known what the caller holds from the same registry, or null
     */
    Optional<ServiceView> fetch(String service, @Nullable ServiceView known);

    /** The names of all services, sorted. */
    List<String> services();

    /**
     * Tells {@code listener} of {@code services} as they are now and whenever they change, until the watch is closed or
     * ends. Returns at once. A registry without push may ask from time to time.
     */
    Watch watch(Set<String> services, WatchListener listener);

    /** Ends all watches and frees threads and connections. */
    @Override
    void close();
}
