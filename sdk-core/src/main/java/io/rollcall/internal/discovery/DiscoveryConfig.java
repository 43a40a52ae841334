package io.rollcall.internal.discovery;

import io.rollcall.random.Randomness;
import io.rollcall.time.Backoff;
import java.time.Duration;

/**
 * How fresh the view of a service is kept.
 *
 * @param ttl a service is fetched again after this time while the watch is connected
 * @param unwatchedTtl the same while it is not. A service without instances is fetched after this time as well, then
 *     after twice, four times as much, up to the TTL
 * @param lookupTimeout how long the first look-up of a service may block its caller
 * @param protection how long instances are kept that the registry lost rather than removed
 */
public record DiscoveryConfig(Duration ttl, Duration unwatchedTtl, Duration lookupTimeout, Duration protection) {
    private static final Duration UNWATCHED = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    /** The number of fetches within the protection that confirm or refute a loss. */
    private static final int CONFIRMATIONS = 6;

    /** A config with the given TTL, and a shorter one without the watch. */
    public static DiscoveryConfig of(Duration ttl, Duration lookupTimeout, Duration protection) {
        Duration unwatched = ttl.compareTo(UNWATCHED) < 0 ? ttl : UNWATCHED;
        return new DiscoveryConfig(ttl, unwatched, lookupTimeout, protection);
    }

    /** Up to a fifth ahead of the TTL, so that the services of a process, and its neighbours, spread out. */
    long refreshNanos(boolean watched, int emptyResponses, Randomness randomness) {
        return ahead(emptyResponses == 0 ? refreshNanos(watched) : emptyRefreshNanos(emptyResponses), randomness);
    }

    private long refreshNanos(boolean watched) {
        return (watched ? ttl : unwatchedTtl).toNanos();
    }

    private long emptyRefreshNanos(int emptyResponses) {
        return new Backoff(unwatchedTtl, ttl).ceilingNanos(emptyResponses);
    }

    /** The same while instances are kept that the registry seems to have lost. */
    long confirmNanos(Randomness randomness) {
        return ahead(Math.min(unwatchedTtl.toNanos(), protection.toNanos() / CONFIRMATIONS), randomness);
    }

    private static long ahead(long nanos, Randomness randomness) {
        return (long) (nanos * (1 - randomness.unit() / 5));
    }

    /** Responses that are no further apart than this confirm each other. */
    Duration confirmed() {
        return protection.multipliedBy(2).dividedBy(CONFIRMATIONS);
    }

    /** Any moment of the shorter TTL: full jitter, so that clients do not all fetch when the registry returns. */
    long soonNanos(Randomness randomness) {
        return (long) (unwatchedTtl.toNanos() * randomness.unit());
    }

    /** Exponential backoff with full jitter, from 100 ms to the shorter TTL. */
    long retryNanos(int failures, Randomness randomness) {
        return new Backoff(FIRST_RETRY, unwatchedTtl).fullJitterNanos(failures, randomness);
    }
}
