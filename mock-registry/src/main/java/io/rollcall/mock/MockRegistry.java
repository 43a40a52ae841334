package io.rollcall.mock;

import io.rollcall.mock.instance.RefusedException;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegisteredService;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.UpdateResult;
import io.rollcall.mock.net.HeldPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registry server in this process: HTTP over an in-memory map.
 *
 * <pre>{@code
 * try (MockRegistry registry = MockRegistry.start()) {
 *     callWith(registry.uri());
 * }
 * }</pre>
 *
 * <p>It can be stopped, restarted with its instances and restarted empty, always on the same port, so that a test can
 * show how a client copes. Each start is a new incarnation: revisions begin again.
 *
 * <p><b>Concurrency.</b> Threadsafe. Starting and stopping happen under one lock; everything else reads the current
 * incarnation through one volatile field.
 */
public final class MockRegistry implements AutoCloseable {
    private final RegistryConfig config;
    private final InetSocketAddress address;
    private final URI uri;
    private volatile Incarnation current;
    private boolean running = true;
    /** Held while the registry is stopped, so that no other process gets its port. */
    private @Nullable HeldPort port;
    /** The instances at the last stop: nothing expires while no heartbeat can be received. */
    private List<RegisteredInstance> retained = List.of();

    MockRegistry(RegistryConfig config) {
        this.config = config;
        this.current = Incarnation.start(config, config.port(), config.data());
        this.address = current.address();
        this.uri = uriOf(config.host(), address);
    }

    private static URI uriOf(String given, InetSocketAddress bound) {
        String host = bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : given;
        String inUri = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return URI.create("http://" + inUri + ":" + bound.getPort());
    }

    /**
     * Starts an empty registry on a free port of the loopback address, with the defaults of
     * {@link MockRegistryBuilder}.
     */
    public static MockRegistry start() {
        return builder().start();
    }

    /** A builder for a registry that differs from the defaults. */
    public static MockRegistryBuilder builder() {
        return new MockRegistryBuilder();
    }

    /** The URL for clients on this machine, such as {@code http://127.0.0.1:40123}. It never changes. */
    public URI uri() {
        return uri;
    }

    /** The port it listens on. It never changes. */
    public int port() {
        return address.getPort();
    }

    /** The id of the current start of the registry, which clients receive as {@code X-Rollcall-Incarnation}. */
    public String incarnation() {
        return current.id();
    }

    /** How long a lease lasts without a heartbeat. */
    public Duration ttl() {
        return config.leases().ttl();
    }

    /** The services that have live instances, in the order of their names. */
    public List<RegisteredService> services() {
        return current.store().services();
    }

    /** The live instances of a service in the order of their ids; empty if there are none. */
    public List<RegisteredInstance> instances(String service) {
        return current.store().snapshot(service).instances();
    }

    /** All live instances. */
    public List<RegisteredInstance> instances() {
        return services().stream()
                .flatMap(service -> instances(service.name()).stream())
                .toList();
    }

    /**
     * Registers an instance as over HTTP, with a lease of one {@link #ttl()}.
     *
     * @return the registered instance
     * @throws RefusedException if a newer generation is registered, or there is no room
     */
    public RegisteredInstance register(RegistrationRequest registration) {
        return current.store().register(registration);
    }

    /**
     * Removes an instance, whatever its generation.
     *
     * @return false if it was not registered
     */
    public boolean deregister(String service, String instanceId) {
        return current.store().deregister(service, instanceId, InstanceStore.ANY_GENERATION) == UpdateResult.DONE;
    }

    /** Whether it listens: true from the start until {@link #stop()} or {@link #close()}. */
    public synchronized boolean running() {
        return running;
    }

    /**
     * Stops listening, closes every connection and ends every thread. Its instances can still be read. It keeps its
     * port until {@link #close()}: connections are refused, and no other server gets it.
     */
    public synchronized void stop() {
        if (running) {
            running = false;
            retained = instances();
            current.stop();
            keepPort();
        }
    }

    /**
     * Stops if necessary and starts again on the same port with its instances, each with a new lease.
     *
     * @throws PortUnavailableException if another process has taken the port meanwhile
     */
    public synchronized void restart() {
        stop();
        startAgain(retained);
    }

    /**
     * Stops if necessary and starts again on the same port without any instance.
     *
     * @throws PortUnavailableException if another process has taken the port meanwhile
     */
    public synchronized void restartEmpty() {
        stop();
        startAgain(List.of());
    }

    /** Stops for good and gives its port back; calling it again does nothing. */
    @Override
    public synchronized void close() {
        stop();
        releasePort();
    }

    private void startAgain(List<RegisteredInstance> data) {
        releasePort();
        current = Incarnation.start(config, port(), data);
        running = true;
    }

    private void keepPort() {
        try {
            port = HeldPort.at(address);
        } catch (IOException portIsTaken) {
            // Another process was faster. A restart reports it.
            port = null;
        }
    }

    private void releasePort() {
        try (HeldPort kept = port) {
            port = null;
        } catch (IOException e) {
            throw new UncheckedIOException("port: " + port() + " cannot be released", e);
        }
    }
}
