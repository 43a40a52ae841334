package io.rollcall.model;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a request that routes and hash strategies read. The balanced HTTP clients make one of each request;
 * build one where you select instances yourself:
 *
 * <pre>{@code
 * RequestContext.of("x-canary", "true").and(RequestContext.PATH, "/users/42").key(userId)
 * }</pre>
 *
 * <p>An adapter for another protocol implements it over its own request, without copying.
 *
 * <p>Attribute names are lower case, as HTTP header names are compared. Three kinds have fixed names: the
 * {@linkplain #METHOD method}, the {@linkplain #PATH path}, and query parameters, whose names follow
 * {@link #QUERY_PREFIX} and keep their case.
 *
 * @since 0.1
 */
public interface RequestContext {
    /** The attribute that holds the method: {@code GET}. */
    String METHOD = ":method";
    /** The attribute that holds the path, without query: {@code /users/42}. */
    String PATH = ":path";
    /** The prefix of query parameters: {@code debug} is the attribute {@code ?debug}. */
    String QUERY_PREFIX = "?";

    /** The attribute {@code name}, given in its {@linkplain #canonical(String) canonical} form, or null. */
    @Nullable
    String attribute(String name);

    /** What equal requests share, for hash strategies and sticky splits: a user, a session, or null for none. */
    default @Nullable String key() {
        return null;
    }

    /** A request without attributes. */
    static RequestContext empty() {
        return Attributes.EMPTY;
    }

    /** A request with one attribute; more with {@link Attributes#and(String, String)}. */
    static Attributes of(String name, String value) {
        return Attributes.EMPTY.and(name, value);
    }

    /** A request with nothing but a key. */
    static Attributes keyed(String key) {
        return Attributes.EMPTY.key(key);
    }

    /** The form in which attribute names are compared: lower case, except for query parameters. */
    static String canonical(String name) {
        return name.startsWith(QUERY_PREFIX) ? name : name.toLowerCase(Locale.ROOT);
    }

    /**
     * A request built from its attributes. Immutable: each method returns another one.
     *
     * @since 0.1
     */
    final class Attributes implements RequestContext {
        private static final Attributes EMPTY = new Attributes(Map.of(), null);

        private final Map<String, String> values;
        private final @Nullable String key;

        private Attributes(Map<String, String> values, @Nullable String key) {
            this.values = values;
            this.key = key;
        }

        /** The same with a further attribute. */
        public Attributes and(String name, String value) {
            Map<String, String> more = new HashMap<>(values);
            more.put(canonical(name), value);
            return new Attributes(more, key);
        }

        /** The same with {@code key} as its key. */
        public Attributes key(String key) {
            return new Attributes(values, key);
        }

        @Override
        public @Nullable String attribute(String name) {
            return values.get(name);
        }

        @Override
        public @Nullable String key() {
            return key;
        }

        @Override
        public String toString() {
            return key == null ? values.toString() : values + " key " + key;
        }
    }
}
