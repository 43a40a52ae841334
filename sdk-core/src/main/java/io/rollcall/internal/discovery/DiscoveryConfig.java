package io.rollcall.internal.discovery;

import io.rollcall.random.Randomness;
import io.rollcall.time.Backoff;
import java.time.Duration;

/**
 * How fresh cached services are kept.
 *
 * @param ttl after which a service is fetched again while the watch is connected
 * @param unwatchedTtl the same while it is not connected. A service without instances is fetched after this time too,
 *     then after twice and four times as long, up to the TTL
 * @param lookupTimeout how long the first look-up of a service may block its caller
 * @param protection how long instances are retained that the registry lost rather than removed
 */
public record DiscoveryConfig(Duration ttl, Duration unwatchedTtl, Duration lookupTimeout, Duration protection) {
    private static final Duration UNWATCHED = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    /** The number of fetches within the protection time that confirm or refute a loss. */
    private static final int CONFIRMING_FETCHES = 6;

    /** A config with the given TTL, and at most 5 s while the watch is not connected. */
    public static DiscoveryConfig of(Duration ttl, Duration lookupTimeout, Duration protection) {
        Duration unwatched = ttl.compareTo(UNWATCHED) < 0 ? ttl : UNWATCHED;
        return new DiscoveryConfig(ttl, unwatched, lookupTimeout, protection);
    }

    /** Up to a fifth ahead of the TTL, so that the services of a process, and of its neighbours, are spread out. */
    long refreshNanos(boolean watched, int emptyResponses, Randomness randomness) {
        return early(emptyResponses == 0 ? refreshNanos(watched) : emptyRefreshNanos(emptyResponses), randomness);
    }

    private long refreshNanos(boolean watched) {
        return (watched ? ttl : unwatchedTtl).toNanos();
    }

    private long emptyRefreshNanos(int emptyResponses) {
        return new Backoff(unwatchedTtl, ttl).ceilingNanos(emptyResponses);
    }

    /** The same while instances are retained that the registry seems to have lost. */
    long confirmNanos(Randomness randomness) {
        return early(Math.min(unwatchedTtl.toNanos(), protection.toNanos() / CONFIRMING_FETCHES), randomness);
    }

    private static long early(long nanos, Randomness randomness) {
        return (long) (nanos * (1 - randomness.unit() / 5));
    }

    /** Between responses that are no further apart than this, the registry counts as responsive. */
    Duration confirmationWindow() {
        return protection.multipliedBy(2).dividedBy(CONFIRMING_FETCHES);
    }

    /** Any time within the shorter TTL: full jitter, so that clients do not all fetch when the registry returns. */
    long soonNanos(Randomness randomness) {
        return (long) (unwatchedTtl.toNanos() * randomness.unit());
    }

    /** Exponential backoff with full jitter, from 100 ms to the shorter TTL. */
    long retryNanos(int failures, Randomness randomness) {
        return new Backoff(FIRST_RETRY, unwatchedTtl).fullJitterNanos(failures, randomness);
    }
}
