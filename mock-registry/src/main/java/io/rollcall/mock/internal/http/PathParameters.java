package io.rollcall.mock.internal.http;

import io.rollcall.mock.instance.InstanceValidator;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.PathTemplateMatch;

/** The parameters in a request's path, validated. */
final class PathParameters {
    private PathParameters() {}

    static String service(HttpServerExchange exchange) {
        return InstanceValidator.name("service", parameter(exchange, "service"));
    }

    static String instanceId(HttpServerExchange exchange) {
        return InstanceValidator.name("id", parameter(exchange, "id"));
    }

    private static String parameter(HttpServerExchange exchange, String name) {
        PathTemplateMatch match = exchange.getAttachment(PathTemplateMatch.ATTACHMENT_KEY);
        return match.getParameters().getOrDefault(name, "");
    }
}
