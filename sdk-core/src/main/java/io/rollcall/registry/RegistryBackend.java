package io.rollcall.registry;

import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of one registry endpoint, in the registry's own protocol. Implement it, with a
 * {@link RegistryBackendProvider}, to support another kind of registry. Calls block, within the time limit of
 * {@link BackendContext#requestTimeout()}, and are made from any thread: implementations are threadsafe. Threads,
 * retries, circuit breakers and the timing of heartbeats are the SDK's.
 *
 * <p>Every method may throw {@link RegistryException}; its {@link RegistryException.Kind} decides how the SDK reacts.
 * Responses are untrusted: a backend drops entries that are not a legal {@link ServiceInstance} and bounds what it
 * reads; {@code io.rollcall.registry.support} helps with both. {@link Object#toString()} identifies the endpoint in
 * logs and in files on disk: without secrets, and the same in every process.
 *
 * <p>A minimal backend, without push:
 *
 * <pre>{@code
 * final class FileRegistry implements RegistryBackend {
 *     public Lease register(ServiceInstance instance) {
 *         store.put(instance);
 *         return new Lease(Duration.ofSeconds(30), Duration.ofSeconds(10));
 *     }
 *     public Optional<Lease> renew(ServiceInstance instance) {
 *         if (!store.touch(instance)) {
 *             throw new RegistryException(RegistryException.Kind.NOT_FOUND, "not registered");
 *         }
 *         return Optional.empty();                              // the lease continues as granted
 *     }
 *     public void deregister(ServiceInstance instance) { store.remove(instance); }
 *     public Optional<ServiceView> fetch(String service, @Nullable ServiceView known) {
 *         return Optional.of(store.view(service));              // instances and a revision
 *     }
 *     public List<String> services() { return store.services(); }
 *     public Watch watch(Set<String> services, WatchListener listener) {
 *         return store.poll(services, listener);                // calls listener.alive() and changed(view)
 *     }
 *     public void close() { store.close(); }
 *     public String toString() { return "file:" + store.path(); }
 * }
 * }</pre>
 *
 * @see RegistryBackendProvider
 * @since 0.1
 */
public interface RegistryBackend extends AutoCloseable {

    /**
     * Registers {@code instance}, or replaces the registration of its id.
     *
     * @return the lease that the registry grants
     * @throws RegistryException CONFLICT if a newer generation is registered
     */
    Lease register(ServiceInstance instance);

    /**
     * Renews the lease of {@code instance} and updates its status.
     *
     * @return the new lease if the registry changed it; empty if the lease continues as granted
     * @throws RegistryException NOT_FOUND if the registry does not know the instance, which is then registered again;
     *     CONFLICT if a newer generation is registered
     */
    Optional<Lease> renew(ServiceInstance instance);

    /**
     * Removes {@code instance}. Succeeds if it is not registered.
     *
     * @throws RegistryException CONFLICT if a newer generation is registered, which stays registered
     */
    void deregister(ServiceInstance instance);

    /**
     * Whether the registry still lists {@code instance}. Called periodically, for registries in which a renewal may
     * succeed although the instance was lost. The default returns true, for registries whose {@link #renew} reports a
     * lost instance.
     */
    default boolean holds(ServiceInstance instance) {
        return true;
    }

    /**
     * Returns the instances of {@code service}, or empty if {@code known} is still current. A service that the registry
     * does not know has no instances.
     *
     * @param known the last view that the caller received from this registry, or null
     */
    Optional<ServiceView> fetch(String service, @Nullable ServiceView known);

    /** Returns the names of all services, sorted. */
    List<String> services();

    /**
     * Notifies {@code listener} of the current state of {@code services} and of every change, until the watch is closed
     * or ends. Returns at once. A backend of a registry without push may poll.
     */
    Watch watch(Set<String> services, WatchListener listener);

    /** Ends all watches and releases threads and connections. */
    @Override
    void close();
}
