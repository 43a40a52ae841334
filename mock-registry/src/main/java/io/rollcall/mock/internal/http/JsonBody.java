package io.rollcall.mock.internal.http;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;

/** Receives a request's JSON body on the I/O thread, within bounds, and hands it on. */
final class JsonBody {
    static final int MAX_BYTES = 64 * 1024;

    private final ErrorHandler guard;

    /** @param guard answers what goes wrong in a callback */
    JsonBody(ErrorHandler guard) {
        this.guard = guard;
    }

    /** What to do with a body. */
    @FunctionalInterface
    interface Use {
        void accept(HttpServerExchange exchange, byte[] body);
    }

    void receive(HttpServerExchange exchange, Use use) {
        if (exchange.getRequestContentLength() > MAX_BYTES) {
            throw tooLarge();
        }
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(MAX_BYTES);
        receiver.receiveFullBytes(
                (received, body) -> guard.run(received, () -> {
                    checkType(received, body);
                    use.accept(received, body);
                }),
                (received, failure) -> guard.run(received, () -> {
                    if (failure instanceof Receiver.RequestToLargeException) {
                        throw tooLarge();
                    }
                    // The client is gone, or it broke its own framing: there is nobody to answer.
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
                    "Send the body as JSON, and say so in Content-Type."));
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
