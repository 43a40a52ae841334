package io.rollcall.registry;

import java.net.URI;
import java.util.Set;

/** Makes backends for URLs of its schemes. Found through {@link java.util.ServiceLoader}. Threadsafe. */
public interface RegistryBackendProvider {

    /** The URL schemes that it serves, in lower case: {@code http}, {@code consul}. */
    Set<String> schemes();

    /**
     * A backend for one endpoint. Connects lazily: an endpoint that is down is no error here.
     *
     * @throws IllegalArgumentException if the URL has something that this registry has no use for
     */
    RegistryBackend create(URI endpoint, BackendContext context);

    /**
     * Whether its endpoints are agents, of which each host has one of its own. Then an endpoint on loopback does not
     * say that callers are on this host too: instances that leave their host open register another address, if there is
     * one. Default: no.
     */
    default boolean isAgentOnEachHost() {
        return false;
    }
}
