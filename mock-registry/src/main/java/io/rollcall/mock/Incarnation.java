package io.rollcall.mock;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.clock.RegistryClock.Repeating;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.mock.internal.http.RegistryHandler;
import io.rollcall.mock.internal.http.RegistryServer;
import io.rollcall.mock.internal.push.PushHub;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.LeaseConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One start of a registry: a store, its timers and its listener, which live and end together. */
final class Incarnation {
    private static final AtomicInteger STARTS = new AtomicInteger();
    private static final Duration LAST_ANSWERS = Duration.ofMillis(500);

    private final String id = UUID.randomUUID().toString();
    private final String threads = "rollcall-mock-" + STARTS.incrementAndGet();
    private final PushHub hub;
    private final InstanceStore store;
    private final RegistryHandler handler;
    private final RegistryServer server;
    private final List<Repeating> timers;

    private Incarnation(RegistryConfig settings, int port, List<RegisteredInstance> data) throws IOException {
        RegistryClock clock = settings.clock();
        LeaseConfig terms = settings.terms();
        this.hub = new PushHub(settings.maxSubscribers());
        this.store = new InstanceStore(clock, terms, settings.maxInstances(), hub);
        data.forEach(instance -> store.register(RegistrationRequest.again(instance)));
        this.handler = new RegistryHandler(id, store, terms, hub, clock, settings.streamPatience());
        this.server = RegistryServer.start(
                threads, settings.host(), port, settings.ioThreads(), settings.maxConnections(), handler);
        this.timers = List.of(
                clock.every(threads + "-sweeper", terms.sweep(), store::sweep),
                clock.every(threads + "-beat", settings.streamBeat(), hub::beat));
    }

    static Incarnation start(RegistryConfig settings, int port, List<RegisteredInstance> data) {
        try {
            return new Incarnation(settings, port, data);
        } catch (IOException cannotListen) {
            throw new PortUnavailableException(settings.host(), port, cannotListen);
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
            handler.awaitAnswers(LAST_ANSWERS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }
}
