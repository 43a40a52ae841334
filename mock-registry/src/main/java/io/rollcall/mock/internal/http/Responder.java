package io.rollcall.mock.internal.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;

/** Sends complete responses. Immutable. */
final class Responder {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final JsonWriter json;
    private final Deadlines deadlines;

    Responder(JsonWriter json, Deadlines deadlines) {
        this.json = json;
        this.deadlines = deadlines;
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

    void empty(HttpServerExchange exchange, int status) {
        exchange.setStatusCode(status);
        exchange.endExchange();
    }

    void bytes(HttpServerExchange exchange, int status, String type, byte[] body) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        deadlines.awaitResponse(exchange);
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
}
