package io.rollcall.registry;

import java.time.Duration;

/**
 * How long a registration holds, and how often to renew it.
 *
 * <p>Making one throws {@link IllegalArgumentException} if a duration is not positive, or the heartbeat not shorter
 * than the TTL.
 *
 * @param ttl without a renewal for this long, the registry removes the instance
 * @param heartbeat how often the registry wants a renewal; shorter than the TTL
 */
public record Lease(Duration ttl, Duration heartbeat) {

    public Lease {
        if (heartbeat.isNegative() || heartbeat.isZero() || heartbeat.compareTo(ttl) >= 0) {
            throw new IllegalArgumentException(
                    "heartbeat: " + heartbeat + ", ttl: " + ttl + " (expected: 0 < heartbeat < ttl)");
        }
    }
}
