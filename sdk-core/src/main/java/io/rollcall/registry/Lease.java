package io.rollcall.registry;

import java.time.Duration;

/**
 * How long a registration is valid, and how often to renew it.
 *
 * <p>The constructor throws {@link IllegalArgumentException} if a duration is not positive, or the heartbeat not
 * shorter than the TTL.
 *
 * @param ttl the registry removes the instance after this time without a renewal
 * @param heartbeat the interval at which the registry expects renewals; shorter than the TTL
 * @since 0.1
 */
public record Lease(Duration ttl, Duration heartbeat) {

    public Lease {
        if (heartbeat.isNegative() || heartbeat.isZero() || heartbeat.compareTo(ttl) >= 0) {
            throw new IllegalArgumentException(
                    "heartbeat: " + heartbeat + ", ttl: " + ttl + " (expected: 0 < heartbeat < ttl)");
        }
    }
}
