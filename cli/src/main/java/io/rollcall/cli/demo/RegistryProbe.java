package io.rollcall.cli.demo;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryBackendProvider;
import io.rollcall.registry.RegistryException;
import io.rollcall.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.ServiceLoader;

/**
 * Reads the registry directly, without the SDK's cache: after a restart the SDK keeps the last known instances, and the
 * demo shows when the registry has them again.
 */
final class RegistryProbe implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    /** The result of {@link #instances()} for a registry that does not respond. */
    static final int DOWN = -1;

    private final RegistryBackend backend;

    private RegistryProbe(RegistryBackend backend) {
        this.backend = backend;
    }

    /** For the first endpoint of {@code url}. */
    static RegistryProbe of(String url, TimeSource time) {
        URI endpoint = URI.create(url.split(",", -1)[0].strip());
        return ServiceLoader.load(RegistryBackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.schemes().contains(endpoint.getScheme()))
                .map(provider -> new RegistryProbe(provider.create(endpoint, BackendContext.of(time, TIMEOUT))))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--registry: " + url + " has no backend"));
    }

    /** How many instances of the demo's service are registered, or {@link #DOWN}. */
    int instances() {
        try {
            return backend.fetch(DemoMember.SERVICE, null)
                    .map(view -> view.instances().size())
                    .orElse(0);
        } catch (RegistryException e) {
            return DOWN;
        }
    }

    @Override
    public void close() {
        backend.close();
    }
}
