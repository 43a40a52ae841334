package io.rollcall.internal.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles {@code /healthz/live}, {@code /healthz/ready} and {@code /drain}. Threadsafe. */
final class ProbeRoutes implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeRoutes.class);
    private static final int MAX_BODY = 1_024;

    private final ProbeTarget process;
    private final SchedulerPulse pulse;
    private final Executor threads;

    /** @param threads send delayed responses */
    ProbeRoutes(ProbeTarget process, SchedulerPulse pulse, Executor threads) {
        this.threads = threads;
        this.process = process;
        this.pulse = pulse;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestBody().readNBytes(MAX_BODY + 1).length > MAX_BODY) {
            send(exchange, ProbeResponse.error(413, "body (expected: at most " + MAX_BODY + " bytes)"));
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/healthz/live" -> read(exchange, live());
            case "/healthz/ready" -> read(exchange, ProbeResponse.readiness(process.registrations()));
            case "/drain" -> drain(exchange);
            default ->
                send(exchange, ProbeResponse.error(404, "path (expected: /healthz/live, /healthz/ready or /drain)"));
        }
    }

    private ProbeResponse live() {
        boolean live = pulse.isAlive();
        return ProbeResponse.of(live ? ProbeResponse.OK : ProbeResponse.UNAVAILABLE, "live", live);
    }

    private static void read(HttpExchange exchange, ProbeResponse reply) throws IOException {
        String method = exchange.getRequestMethod();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        send(exchange, reads ? reply : notAllowed(exchange, "GET, HEAD"));
    }

    private static ProbeResponse notAllowed(HttpExchange exchange, String allowed) {
        exchange.getResponseHeaders().set("Allow", allowed);
        return ProbeResponse.error(405, "method " + exchange.getRequestMethod() + " (expected: " + allowed + ")");
    }

    /** Responds when draining is done; no thread waits for that. */
    private void drain(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            send(exchange, notAllowed(exchange, "POST"));
        } else if (!isFromThisHost(exchange)) {
            send(
                    exchange,
                    ProbeResponse.error(403, "drain (expected: a request from this host, and not from a web page)"));
        } else {
            LOG.info("Draining, requested by POST /drain");
            process.drain()
                    .whenCompleteAsync((drained, failure) -> drained(exchange, Boolean.TRUE.equals(drained)), threads);
        }
    }

    /** A browser on this host sends Origin with every POST: a web page must not drain a developer's service. */
    private static boolean isFromThisHost(HttpExchange exchange) {
        return exchange.getRemoteAddress().getAddress().isLoopbackAddress()
                && !exchange.getRequestHeaders().containsKey("Origin");
    }

    private static void drained(HttpExchange exchange, boolean acknowledged) {
        ProbeResponse reply = acknowledged
                ? ProbeResponse.of(ProbeResponse.OK, "drained", true)
                : ProbeResponse.error(ProbeResponse.UNAVAILABLE, "the registry did not acknowledge DRAINING in time");
        try {
            send(exchange, reply);
        } catch (IOException e) {
            LOG.debug("The client did not wait for the response to /drain", e);
        }
    }

    private static void send(HttpExchange exchange, ProbeResponse reply) throws IOException {
        byte[] body = reply.body();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Connection", "close");
        try (exchange) {
            exchange.sendResponseHeaders(reply.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
