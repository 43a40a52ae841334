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
 * <p>It can be stopped, restarted with what it held and restarted empty, always on the same port, so that a test can
 * show what a client does meanwhile. Each start is a new incarnation: revisions begin again.
 *
 * <p><b>Concurrency.</b> Safe for use by several threads. Starting and stopping happen under one lock; everything else
 * reads the current incarnation through one volatile field.
 */
public final class MockRegistry implements AutoCloseable {
    private final RegistryConfig settings;
    private final InetSocketAddress address;
    private final URI uri;
    private volatile Incarnation current;
    private boolean running = true;
    /** While it is stopped, so that nobody else is given its port. */
    private @Nullable HeldPort port;
    /** What was held when it stopped: nothing expires while there is nobody to beat to. */
    private List<RegisteredInstance> held = List.of();

    MockRegistry(RegistryConfig settings) {
        this.settings = settings;
        this.current = Incarnation.start(settings, settings.port(), settings.data());
        this.address = current.address();
        this.uri = uriOf(settings.host(), address);
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

    /** Begins a registry that differs from the defaults. */
    public static MockRegistryBuilder builder() {
        return new MockRegistryBuilder();
    }

    /** Where clients on this machine reach it, such as {@code http://127.0.0.1:40123}. The same for its whole life. */
    public URI uri() {
        return uri;
    }

    /** The port it listens on. The same for its whole life. */
    public int port() {
        return address.getPort();
    }

    /** Names the current start of the registry; clients see it as {@code X-Rollcall-Incarnation}. */
    public String incarnation() {
        return current.id();
    }

    /** How long an instance lives without a heartbeat. */
    public Duration ttl() {
        return settings.terms().ttl();
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
     * Registers as over HTTP, with a lease of one ttl.
     *
     * @throws RefusedException if the registry refuses it
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

    /** Whether it is started. */
    public synchronized boolean running() {
        return running;
    }

    /**
     * Stops listening, closes every connection and ends every thread. What it held can still be read. It keeps its
     * port: connections are refused, and no other server is given it, until {@link #close()}.
     */
    public synchronized void stop() {
        if (running) {
            running = false;
            held = instances();
            current.stop();
            keepPort();
        }
    }

    /**
     * Stops if necessary and starts again on the same port with the instances it held, each with a new lease.
     *
     * @throws PortUnavailableException if another process has taken the port meanwhile
     */
    public synchronized void restart() {
        stop();
        startAgain(held);
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
        current = Incarnation.start(settings, port(), data);
        running = true;
    }

    private void keepPort() {
        try {
            port = HeldPort.at(address);
        } catch (IOException taken) {
            // Somebody was faster. A restart says so.
            port = null;
        }
    }

    private void releasePort() {
        try (HeldPort kept = port) {
            port = null;
        } catch (IOException e) {
            throw new UncheckedIOException("port: " + port() + " cannot be given back", e);
        }
    }
}
