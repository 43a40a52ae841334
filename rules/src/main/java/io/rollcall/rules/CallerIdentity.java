package io.rollcall.rules;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The caller for which a document is read: documents that many callers share refer to each caller's own zone and name.
 * Immutable and threadsafe.
 *
 * @param zone the caller's zone, or null if it is not known
 * @param id what names this caller among all, preferably its own instance id; null if it is not known
 * @since 0.1
 */
public record CallerIdentity(
        @Nullable String zone, @Nullable String id) {
    private static final CallerIdentity UNKNOWN = new CallerIdentity(null, null);

    /** Neither is known: documents have to name zones themselves. */
    public static CallerIdentity unknown() {
        return UNKNOWN;
    }

    /** A caller in {@code zone}. */
    public static CallerIdentity in(String zone) {
        return new CallerIdentity(Objects.requireNonNull(zone), null);
    }

    /** The same caller with a name of its own. */
    public CallerIdentity named(String id) {
        return new CallerIdentity(zone, Objects.requireNonNull(id));
    }
}
