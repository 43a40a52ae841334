package io.rollcall.internal.probe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code /healthz/live}, {@code /healthz/ready} and {@code /drain}. Threadsafe. */
final class ProbeRoutes implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeRoutes.class);
    private static final int MAX_BODY = 1_024;

    private final Probed process;
    private final Pulse pulse;
    private final Executor threads;

    /** @param threads answer who waited */
    ProbeRoutes(Probed process, Pulse pulse, Executor threads) {
        this.threads = threads;
        this.process = process;
        this.pulse = pulse;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestBody().readNBytes(MAX_BODY + 1).length > MAX_BODY) {
            send(exchange, Reply.error(413, "body (expected: at most " + MAX_BODY + " bytes)"));
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/healthz/live" -> read(exchange, live());
            case "/healthz/ready" -> read(exchange, Reply.readiness(process.registrations()));
            case "/drain" -> drain(exchange);
            default -> send(exchange, Reply.error(404, "path (expected: /healthz/live, /healthz/ready or /drain)"));
        }
    }

    private Reply live() {
        boolean live = pulse.isFelt();
        return Reply.of(live ? Reply.OK : Reply.UNAVAILABLE, "live", live);
    }

    private static void read(HttpExchange exchange, Reply reply) throws IOException {
        String method = exchange.getRequestMethod();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        send(exchange, reads ? reply : notAllowed(exchange, "GET, HEAD"));
    }

    private static Reply notAllowed(HttpExchange exchange, String allowed) {
        exchange.getResponseHeaders().set("Allow", allowed);
        return Reply.error(405, "method " + exchange.getRequestMethod() + " (expected: " + allowed + ")");
    }

    /** Answered when it is done; no thread waits for that. */
    private void drain(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            send(exchange, notAllowed(exchange, "POST"));
        } else if (!isFromHere(exchange)) {
            send(exchange, Reply.error(403, "drain (expected: asked for from this host, and by no web page)"));
        } else {
            LOG.info("Draining, as asked for by POST /drain");
            process.drain()
                    .whenCompleteAsync((drained, failure) -> drained(exchange, Boolean.TRUE.equals(drained)), threads);
        }
    }

    /** A browser on this host sends Origin with every POST: no page may drain a developer's service. */
    private static boolean isFromHere(HttpExchange exchange) {
        return exchange.getRemoteAddress().getAddress().isLoopbackAddress()
                && !exchange.getRequestHeaders().containsKey("Origin");
    }

    private static void drained(HttpExchange exchange, boolean acknowledged) {
        Reply reply = acknowledged
                ? Reply.of(Reply.OK, "drained", true)
                : Reply.error(Reply.UNAVAILABLE, "the registry did not acknowledge DRAINING in time");
        try {
            send(exchange, reply);
        } catch (IOException e) {
            LOG.debug("Who asked to drain did not wait for the answer", e);
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
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
