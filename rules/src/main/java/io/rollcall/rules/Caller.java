package io.rollcall.rules;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who reads the rules: rules that many callers share mean each caller's own zone and name. Immutable.
 *
 * @param zone the caller's zone, or null if it is not known
 * @param id what names this caller among all, best its own instance id; null if it is not known
 */
public record Caller(@Nullable String zone, @Nullable String id) {
    private static final Caller UNKNOWN = new Caller(null, null);

    /** Nothing is known: rules have to name zones themselves. */
    public static Caller unknown() {
        return UNKNOWN;
    }

    /** A caller in {@code zone}. */
    public static Caller in(String zone) {
        return new Caller(Objects.requireNonNull(zone), null);
    }

    /** The same caller with a name of its own. */
    public Caller named(String id) {
        return new Caller(zone, Objects.requireNonNull(id));
    }
}
