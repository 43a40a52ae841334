package io.rollcall.internal.lease;

import io.rollcall.registry.Lease;
import java.time.Duration;

/**
 * The bounds of a granted lease. A registry's durations are untrusted: an absurd one would overflow, spin, or never be
 * renewed.
 */
final class LeaseBounds {
    private static final Duration MIN_TTL = Duration.ofSeconds(1);
    private static final Duration MAX_TTL = Duration.ofHours(24);
    private static final Duration MIN_HEARTBEAT = Duration.ofMillis(100);

    private LeaseBounds() {}

    /** {@code granted} if it is within the bounds, else the nearest lease that is. */
    static Lease clamp(Lease granted) {
        Duration ttl = least(MAX_TTL, most(MIN_TTL, granted.ttl()));
        Duration heartbeat = most(MIN_HEARTBEAT, granted.heartbeat());
        return new Lease(ttl, heartbeat.compareTo(ttl) < 0 ? heartbeat : ttl.dividedBy(3));
    }

    private static Duration most(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
