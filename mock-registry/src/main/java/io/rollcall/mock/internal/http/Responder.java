package io.rollcall.mock.internal.http;

import io.rollcall.mock.internal.push.UnsentBytes;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/** Sends complete responses. Immutable. */
final class Responder {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private static final long LINGER_MILLIS = 500;
    private static final AttachmentKey<Current> CURRENT = AttachmentKey.create(Current.class);

    private final JsonWriter json;
    private final Deadlines deadlines;
    private final UnsentBytes unsent;

    Responder(JsonWriter json, Deadlines deadlines, UnsentBytes unsent) {
        this.json = json;
        this.deadlines = deadlines;
        this.unsent = unsent;
    }

    void json(HttpServerExchange exchange, int status, byte[] body) {
        bytes(exchange, status, JSON, body);
    }

    void problem(HttpServerExchange exchange, ProblemDetail problem) {
        if (exchange.isResponseStarted()) {
            exchange.endExchange();
        } else {
            bytes(exchange, problem.kind().status(), PROBLEM, json.problem(problem));
        }
    }

    /** Closes the connection a little later, so that the client receives the response before the reset. */
    void problemAndClose(HttpServerExchange exchange, ProblemDetail problem) {
        ServerConnection connection = exchange.getConnection();
        if (exchange.isResponseStarted()) {
            IoUtils.safeClose(connection);
            return;
        }
        exchange.setPersistent(false);
        exchange.setStatusCode(problem.kind().status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, PROBLEM);
        exchange.getResponseSender().send(ByteBuffer.wrap(json.problem(problem)), new IoCallback() {
            @Override
            public void onComplete(HttpServerExchange sent, Sender sender) {
                sent.getIoThread()
                        .executeAfter(() -> IoUtils.safeClose(connection), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            }

            @Override
            public void onException(HttpServerExchange failed, Sender sender, IOException clientIsGone) {
                IoUtils.safeClose(connection);
            }
        });
    }

    void empty(HttpServerExchange exchange, int status) {
        exchange.setStatusCode(status);
        exchange.endExchange();
    }

    void bytes(HttpServerExchange exchange, int status, String type, byte[] body) {
        UnsentBytes.Hold hold = unsent.hold(body, () -> IoUtils.safeClose(exchange.getConnection()));
        if (hold == null) {
            throw tooMuchUnsent();
        }
        releaseWhenDone(exchange, hold);
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        deadlines.awaitResponse(exchange);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    /** A connection sends one response at a time, and has one listener for all of them. */
    private static void releaseWhenDone(HttpServerExchange exchange, UnsentBytes.Hold hold) {
        ServerConnection connection = exchange.getConnection();
        Current current = connection.getAttachment(CURRENT);
        if (current == null) {
            Current created = new Current(hold);
            connection.putAttachment(CURRENT, created);
            connection.addCloseListener(closed -> created.hold.release());
        } else {
            current.hold = hold;
        }
        exchange.addExchangeCompleteListener((done, next) -> {
            hold.release();
            next.proceed();
        });
    }

    private ProblemException tooMuchUnsent() {
        String rule = "at most " + unsent.maximum() + " bytes of responses that are not read";
        return new ProblemException(new ProblemDetail(
                ProblemDetail.Kind.TOO_MUCH_UNSENT,
                "response: other clients have not read theirs (expected: " + rule + ")",
                "response",
                rule,
                "Try again in a second."));
    }

    /** What a connection has to send now; read by its close listener, on whichever thread that runs. */
    private static final class Current {
        private volatile UnsentBytes.Hold hold;

        private Current(UnsentBytes.Hold hold) {
            this.hold = hold;
        }
    }
}
