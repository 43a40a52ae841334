package io.rollcall.rules;

import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.model.RequestContext;

/**
 * How documents name the attributes of a request: {@code method}, {@code path}, {@code query.NAME}, and any other name
 * for a header or an attribute, {@code header.NAME} for names that would be read otherwise.
 */
final class AttributeName {
    static final String QUERY = "query.";
    static final String HEADER = "header.";

    private AttributeName() {}

    /** @throws IllegalArgumentException if a name is missing after the prefix */
    static RequestMatch.Attribute attribute(String name) {
        return switch (name) {
            case "method" -> RequestMatch.method();
            case "path" -> RequestMatch.path();
            default ->
                name.startsWith(QUERY) ? RequestMatch.query(rest(name, QUERY)) : RequestMatch.attribute(header(name));
        };
    }

    /** @throws IllegalArgumentException if a name is missing after the prefix */
    static String of(String name) {
        return switch (name) {
            case "method" -> RequestContext.METHOD;
            case "path" -> RequestContext.PATH;
            default ->
                name.startsWith(QUERY)
                        ? RequestContext.QUERY_PREFIX + rest(name, QUERY)
                        : RequestContext.canonical(header(name));
        };
    }

    private static String header(String name) {
        return name.startsWith(HEADER) ? rest(name, HEADER) : name;
    }

    private static String rest(String name, String prefix) {
        if (name.length() == prefix.length() || name.isEmpty()) {
            throw new IllegalArgumentException(name + " (expected: " + prefix + "NAME)");
        }
        return name.substring(prefix.length());
    }
}
