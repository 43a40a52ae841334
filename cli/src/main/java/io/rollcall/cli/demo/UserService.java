package io.rollcall.cli.demo;

import io.rollcall.Rollcall;
import io.rollcall.registration.Registration;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * An instance of the demo's service: an HTTP server on a free port, registered through the SDK. Closing it shuts it
 * down in good order: it drains, deregisters, and only then stops listening.
 */
final class UserService implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofMillis(500);

    private final DemoMember member;
    private final Undertow server;
    private final Rollcall rollcall;
    private final Registration registration;

    private UserService(DemoMember member, Undertow server, Rollcall rollcall) {
        this.member = member;
        this.server = server;
        this.rollcall = rollcall;
        this.registration = rollcall.register(member.at(port(server)));
    }

    /** Listens, and registers in the background. */
    static UserService start(DemoMember member, String registry) {
        Undertow server = Undertow.builder()
                .addHttpListener(0, DemoMember.HOST)
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setHandler(exchange -> respond(member, exchange))
                .build();
        server.start();
        Rollcall rollcall =
                Rollcall.builder().registry(registry).drainDelay(DRAIN).build();
        return new UserService(member, server, rollcall);
    }

    DemoMember member() {
        return member;
    }

    void awaitUp(Duration timeout) {
        registration.awaitUp(timeout);
    }

    @Override
    public void close() {
        rollcall.close();
        server.stop();
    }

    private static void respond(DemoMember member, HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender()
                .send("{\"path\":\"" + exchange.getRequestPath().replaceAll("[^A-Za-z0-9/._-]", "?")
                        + "\",\"answeredBy\":\"" + member.id() + "\",\"version\":\"" + member.version() + "\"}");
    }

    private static int port(Undertow server) {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }
}
