package io.rollcall.consul;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryBackendProvider;
import java.net.URI;
import java.util.Set;

/**
 * Provides {@code consul://host:8500}, and {@code consuls://host:8501} over TLS. Found through the
 * {@link java.util.ServiceLoader}; an application only names the URL. Threadsafe.
 *
 * @since 0.1
 */
public final class ConsulRegistryProvider implements RegistryBackendProvider {

    /** For the service loader. */
    public ConsulRegistryProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of(ConsulUrl.SCHEME, ConsulUrl.SECURE_SCHEME);
    }

    /**
     * A backend for one agent.
     *
     * @throws IllegalArgumentException if the URL has an unknown query parameter or an illegal value; if the
     *     credentials are a user and a password, or a token while the URL has one too
     */
    @Override
    public RegistryBackend create(URI endpoint, BackendContext context) {
        ConsulUrl url = ConsulUrl.of(endpoint);
        return new ConsulRegistry(url, context, WatchConfig.of(url.queries()));
    }

    @Override
    public boolean isAgentOnEachHost() {
        return true;
    }
}
