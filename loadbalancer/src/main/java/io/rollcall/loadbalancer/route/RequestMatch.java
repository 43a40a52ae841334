package io.rollcall.loadbalancer.route;

import io.rollcall.model.RequestContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A condition on a request's attributes, for {@link Route#when}. Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class RequestMatch {
    private final String description;
    private final Predicate<RequestContext> condition;

    private RequestMatch(String description, Predicate<RequestContext> condition) {
        this.description = description;
        this.condition = condition;
    }

    /** Starts a condition on the attribute or header {@code name}. */
    public static Attribute attribute(String name) {
        return new Attribute(name, RequestContext.canonical(name));
    }

    /** Starts a condition on the request's method. */
    public static Attribute method() {
        return new Attribute("method", RequestContext.METHOD);
    }

    /** Starts a condition on the request's path. */
    public static Attribute path() {
        return new Attribute("path", RequestContext.PATH);
    }

    /** Starts a condition on the query parameter {@code name}. */
    public static Attribute query(String name) {
        return new Attribute("query " + name, RequestContext.QUERY_PREFIX + name);
    }

    /** Whether {@code request} matches the condition. */
    public boolean matches(RequestContext request) {
        return condition.test(request);
    }

    /** Both conditions. */
    public RequestMatch and(RequestMatch other) {
        return new RequestMatch(
                description + " and " + other.description, request -> matches(request) && other.matches(request));
    }

    /** Either condition. */
    public RequestMatch or(RequestMatch other) {
        return new RequestMatch(
                description + " or " + other.description, request -> matches(request) || other.matches(request));
    }

    @Override
    public String toString() {
        return description;
    }

    /**
     * An attribute, to be compared. Only {@link #notIn} and {@link #absent} match a request without it.
     *
     * @since 0.1
     */
    public static final class Attribute {
        private final String shown;
        private final String name;

        private Attribute(String shown, String name) {
            this.shown = shown;
            this.name = name;
        }

        /** The attribute equals {@code value}; a query parameter without a value equals {@code ""}. */
        public RequestMatch is(String value) {
            return when("is " + (value.isEmpty() ? "\"\"" : value), value::equals);
        }

        /** The attribute begins with {@code value}. */
        public RequestMatch prefix(String value) {
            return when("begins with " + value, actual -> actual.startsWith(value));
        }

        /**
         * The whole attribute matches the regular expression {@code pattern}.
         *
         * @throws java.util.regex.PatternSyntaxException if it is not one
         */
        public RequestMatch regex(String pattern) {
            Pattern compiled = Pattern.compile(pattern);
            return when("matches " + pattern, actual -> compiled.matcher(actual).matches());
        }

        /** The request has the attribute. */
        public RequestMatch present() {
            return when("is present", actual -> true);
        }

        /** The request does not have the attribute. */
        public RequestMatch absent() {
            return new RequestMatch(shown + " is absent", request -> request.attribute(name) == null);
        }

        /** The attribute is one of {@code values}. */
        public RequestMatch in(String... values) {
            Set<String> set = Set.of(values);
            return when("is in " + new TreeSet<>(set), set::contains);
        }

        /** The attribute is none of {@code values}, or the request does not have it. */
        public RequestMatch notIn(String... values) {
            Set<String> set = Set.of(values);
            return new RequestMatch(shown + " is not in " + new TreeSet<>(set), request -> {
                String actual = request.attribute(name);
                return actual == null || !set.contains(actual);
            });
        }

        private RequestMatch when(String test, Predicate<String> condition) {
            return new RequestMatch(shown + " " + test, request -> {
                String actual = request.attribute(name);
                return actual != null && condition.test(actual);
            });
        }
    }
}
