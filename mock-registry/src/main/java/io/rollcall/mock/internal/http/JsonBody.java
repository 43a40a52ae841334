package io.rollcall.mock.internal.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSourceChannel;

/**
 * Receives a request's JSON body on the I/O thread, up to a bound. Unlike Undertow's own receiver it allocates what has
 * arrived, not what was announced, and tells a body that has ended from one that was cut off. Immutable.
 */
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
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        StreamSourceChannel channel = exchange.isRequestComplete() ? null : exchange.getRequestChannel();
        if (channel == null || read(exchange, channel, body)) {
            received(exchange, body, handler);
            return;
        }
        deadlines.awaitBody(
                exchange,
                () -> errors.run(exchange, () -> {
                    throw ProblemException.closing(ProblemDetail.of(
                            ProblemDetail.Kind.BODY_TOO_SLOW,
                            "body: did not end in time (expected: as long as Content-Length, or chunks of HTTP/1.1)",
                            "Send the request again, as a whole."));
                }));
        channel.getReadSetter().set(readable -> continueReading(exchange, readable, body, handler));
        channel.resumeReads();
    }

    private void continueReading(
            HttpServerExchange exchange, StreamSourceChannel channel, ByteArrayOutputStream body, BodyHandler handler) {
        Connectors.executeRootHandler(
                ignored -> errors.run(exchange, () -> {
                    if (read(exchange, channel, body)) {
                        received(exchange, body, handler);
                    } else {
                        channel.resumeReads();
                    }
                }),
                exchange);
    }

    /** Reads what has arrived; false if there is more to come. */
    private static boolean read(HttpServerExchange exchange, StreamSourceChannel channel, ByteArrayOutputStream body) {
        try (PooledByteBuffer pooled =
                exchange.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer buffer = pooled.getBuffer();
            while (true) {
                buffer.clear();
                int count = channel.read(buffer);
                if (count <= 0) {
                    return count < 0;
                }
                if (body.size() + count > MAX_BYTES) {
                    throw tooLarge();
                }
                buffer.flip();
                byte[] bytes = new byte[count];
                buffer.get(bytes);
                body.writeBytes(bytes);
            }
        } catch (IOException brokenFraming) {
            throw ProblemException.closing(ProblemDetail.of(
                    ProblemDetail.Kind.MALFORMED_BODY,
                    "body: cut off, or in broken chunks (expected: as long as Content-Length, or chunks of HTTP/1.1)",
                    "Send the request again, as a whole."));
        }
    }

    private void received(HttpServerExchange exchange, ByteArrayOutputStream body, BodyHandler handler) {
        gate.serving(exchange);
        byte[] bytes = body.toByteArray();
        checkType(exchange, bytes);
        handler.handle(exchange, bytes);
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
