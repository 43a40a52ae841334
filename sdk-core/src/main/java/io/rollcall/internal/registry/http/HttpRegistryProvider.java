package io.rollcall.internal.registry.http;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryBackendProvider;
import java.net.URI;
import java.util.Set;

/** Provides {@code http://} and {@code https://}: registries that speak Rollcall's own protocol. Threadsafe. */
public final class HttpRegistryProvider implements RegistryBackendProvider {

    /** For the service loader. */
    public HttpRegistryProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("http", "https");
    }

    @Override
    public RegistryBackend create(URI endpoint, BackendContext context) {
        return new HttpRegistry(Endpoint.of(endpoint), context, SnapshotStreams.MAX_SILENCE);
    }
}
