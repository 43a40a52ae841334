package io.rollcall.registry;

import java.net.URI;
import java.util.Set;

/**
 * Creates the backends for the URL schemes of one kind of registry. Implementations are found through
 * {@link java.util.ServiceLoader} and are threadsafe.
 *
 * @see RegistryBackend
 * @since 0.1
 */
public interface RegistryBackendProvider {

    /** The supported URL schemes, in lower case: {@code http}, {@code consul}. */
    Set<String> schemes();

    /**
     * Creates a backend for one endpoint. It connects lazily: an endpoint that is down is not an error here.
     *
     * @param endpoint without user info, which is in {@link BackendContext#credentials()}
     * @throws IllegalArgumentException if the URL has a part that this registry does not support
     */
    RegistryBackend create(URI endpoint, BackendContext context);

    /**
     * Whether the endpoints are agents that run on each host. Then an endpoint on loopback does not imply that callers
     * are on this host too: instances without a configured host register another address, if there is one. Default:
     * false.
     */
    default boolean isAgentOnEachHost() {
        return false;
    }
}
