package io.rollcall.mock;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.clock.RegistryClock.Repeating;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.mock.internal.http.ConnectionGate;
import io.rollcall.mock.internal.http.RegistryHandler;
import io.rollcall.mock.internal.http.RegistryServer;
import io.rollcall.mock.internal.push.PushHub;
import io.rollcall.mock.internal.push.UnsentBytes;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.LeaseConfig;
import io.rollcall.mock.internal.store.StoreLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One start of a registry: its store, timers and listener, which start and stop together. */
final class Incarnation {
    private static final AtomicInteger STARTS = new AtomicInteger();
    private static final Duration LAST_RESPONSES = Duration.ofMillis(500);

    private final String id = UUID.randomUUID().toString();
    private final String threads = "rollcall-mock-" + STARTS.incrementAndGet();
    private final PushHub hub;
    private final InstanceStore store;
    private final RegistryHandler handler;
    private final RegistryServer server;
    private final List<Repeating> timers;

    private Incarnation(RegistryConfig config, int port, List<RegisteredInstance> data) throws IOException {
        RegistryClock clock = config.clock();
        LeaseConfig leases = config.leases();
        this.hub = new PushHub(config.maxSubscribers(), config.memory().subscriptions());
        this.store = new InstanceStore(
                clock,
                leases,
                StoreLimits.of(config.maxInstances(), config.memory().instances()),
                hub);
        data.forEach(instance -> store.register(RegistrationRequest.again(instance)));
        ConnectionGate gate = new ConnectionGate(
                config.maxConnections(),
                config.maxConnectionsPerAddress(),
                config.memory().unfinished());
        this.handler = new RegistryHandler(
                id,
                store,
                leases,
                hub,
                clock,
                config.allowedHosts(),
                gate,
                new UnsentBytes(clock, config.memory().unsent()),
                config.requestTimeout(),
                config.streamPatience());
        this.server = RegistryServer.start(
                new RegistryServer.Config(
                        threads,
                        config.host(),
                        port,
                        config.ioThreads(),
                        config.maxConnections(),
                        config.requestTimeout()),
                gate,
                handler);
        this.timers = List.of(
                clock.every(threads + "-sweeper", leases.sweep(), store::sweep),
                clock.every(threads + "-keepalive", config.streamBeat(), hub::keepAlive));
    }

    static Incarnation start(RegistryConfig config, int port, List<RegisteredInstance> data) {
        try {
            return new Incarnation(config, port, data);
        } catch (IOException cannotListen) {
            throw new PortUnavailableException(config.host(), port, cannotListen);
        }
    }

    String id() {
        return id;
    }

    InstanceStore store() {
        return store;
    }

    InetSocketAddress address() {
        return server.address();
    }

    void stop() {
        handler.stopping();
        timers.forEach(Repeating::close);
        hub.endAll();
        try {
            handler.awaitResponses(LAST_RESPONSES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }
}
