package io.rollcall.mock.internal.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The methods of one path; any other is answered with 405 and their list. Immutable once it is in use. */
final class MethodRouter implements HttpHandler {
    private final Map<HttpString, HttpHandler> handlers = new LinkedHashMap<>();

    static MethodRouter get(HttpHandler handler) {
        return new MethodRouter().and(Methods.GET, handler).and(Methods.HEAD, handler);
    }

    static MethodRouter only(HttpString method, HttpHandler handler) {
        return new MethodRouter().and(method, handler);
    }

    private MethodRouter and(HttpString method, HttpHandler handler) {
        handlers.put(method, handler);
        return this;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        HttpHandler handler = handlers.get(exchange.getRequestMethod());
        if (handler == null) {
            throw methodNotAllowed(exchange);
        }
        handler.handleRequest(exchange);
    }

    private ProblemException methodNotAllowed(HttpServerExchange exchange) {
        String allowed = handlers.keySet().stream().map(HttpString::toString).collect(Collectors.joining(", "));
        exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
        return new ProblemException(new ProblemDetail(
                ProblemDetail.Kind.METHOD_NOT_ALLOWED,
                "method: " + exchange.getRequestMethod() + " (expected: " + allowed + ")",
                "method",
                allowed,
                "Use one of the methods in Allow."));
    }
}
