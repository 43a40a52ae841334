package io.rollcall.mock.internal.http;

import io.rollcall.mock.instance.InstanceValidator;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.PathTemplateMatch;

/** The variable parts of a request's path, checked. */
final class PathParameters {
    private PathParameters() {}

    static String service(HttpServerExchange exchange) {
        return InstanceValidator.name("service", part(exchange, "service"));
    }

    static String instanceId(HttpServerExchange exchange) {
        return InstanceValidator.name("id", part(exchange, "id"));
    }

    private static String part(HttpServerExchange exchange, String name) {
        PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
        return match.getParameters().getOrDefault(name, "");
    }
}
