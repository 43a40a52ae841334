package io.rollcall.mock.internal.http;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;

/** Receives a request's JSON body on the I/O thread, up to a bound. Immutable. */
final class JsonBody {
    static final int MAX_BYTES = 64 * 1024;

    private final ErrorHandler errors;
    private final ConnectionGate gate;
    private final Deadlines deadlines;

    /** @param errors responds to failures in a callback */
    JsonBody(ErrorHandler errors, ConnectionGate gate, Deadlines deadlines) {
        this.errors = errors;
        this.gate = gate;
        this.deadlines = deadlines;
    }

    /** Handles a request whose body has been received. */
    @FunctionalInterface
    interface BodyHandler {
        void handle(HttpServerExchange exchange, byte[] body);
    }

    void receive(HttpServerExchange exchange, BodyHandler handler) {
        if (exchange.getRequestContentLength() > MAX_BYTES) {
            throw tooLarge();
        }
        // The receiver allocates what Content-Length announces.
        gate.expects(exchange, Math.max(0, exchange.getRequestContentLength()));
        deadlines.awaitBody(exchange);
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(MAX_BYTES);
        receiver.receiveFullBytes(
                (received, body) -> errors.run(received, () -> {
                    gate.serving(received);
                    checkType(received, body);
                    handler.handle(received, body);
                }),
                (received, failure) -> errors.run(received, () -> {
                    if (failure instanceof Receiver.RequestToLargeException) {
                        throw tooLarge();
                    }
                    // The client is gone, or it violated the framing of its body: there is no one to respond to.
                    received.setPersistent(false);
                    received.endExchange();
                }));
    }

    private static void checkType(HttpServerExchange exchange, byte[] body) {
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        if (body.length > 0 && !isJson(type)) {
            throw new ProblemException(new ProblemDetail(
                    ProblemDetail.Kind.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type: " + (type == null ? "missing" : type) + " (expected: application/json)",
                    "Content-Type",
                    "application/json",
                    "Send the body as JSON, with Content-Type: application/json."));
        }
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        int parameters = type.indexOf(';');
        String media = parameters < 0 ? type : type.substring(0, parameters);
        return media.trim().equalsIgnoreCase("application/json");
    }

    private static ProblemException tooLarge() {
        return new ProblemException(new ProblemDetail(
                ProblemDetail.Kind.BODY_TOO_LARGE,
                "body: larger than " + MAX_BYTES + " bytes (expected: at most " + MAX_BYTES + " bytes)",
                "body",
                "at most " + MAX_BYTES + " bytes",
                "Send less metadata."));
    }
}
