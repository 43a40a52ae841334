package io.rollcall.mock.http;

import io.rollcall.mock.instance.InstanceRules;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.PathTemplateMatch;

/** The variable parts of a request's path, checked. */
final class Path {
    private Path() {}

    static String service(HttpServerExchange exchange) {
        return InstanceRules.name("service", part(exchange, "service"));
    }

    static String instanceId(HttpServerExchange exchange) {
        return InstanceRules.name("id", part(exchange, "id"));
    }

    private static String part(HttpServerExchange exchange, String name) {
        PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
        return match.getParameters().getOrDefault(name, "");
    }
}
