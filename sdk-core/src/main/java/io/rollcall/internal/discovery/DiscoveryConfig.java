package io.rollcall.internal.discovery;

import io.rollcall.random.Randomness;
import java.time.Duration;

/**
 * How fresh the view of a service is kept.
 *
 * @param ttl after this time a service is asked for again, while the watch stands
 * @param unwatchedTtl the same while it does not. A service without instances is asked for after as much as well, then
 *     after twice, four times as much, up to the TTL
 * @param lookupTimeout how long the first look-up of a service may block its caller
 * @param protection how long instances are kept that the registry lost rather than removed
 */
public record DiscoveryConfig(Duration ttl, Duration unwatchedTtl, Duration lookupTimeout, Duration protection) {
    private static final Duration UNWATCHED = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    /** So often in the time of protection the registry is asked whether it still says so. */
    private static final int CONFIRMATIONS = 6;

    /** Terms with the given TTL, and a shorter one without the watch. */
    public static DiscoveryConfig of(Duration ttl, Duration lookupTimeout, Duration protection) {
        Duration unwatched = ttl.compareTo(UNWATCHED) < 0 ? ttl : UNWATCHED;
        return new DiscoveryConfig(ttl, unwatched, lookupTimeout, protection);
    }

    /** Ahead of the TTL by up to a fifth, so that the services of a process, and its neighbours, spread out. */
    long refreshNanos(boolean watched, int emptyAnswers, Randomness randomness) {
        long most = (watched || emptyAnswers > 0 ? ttl : unwatchedTtl).toNanos();
        long whole = emptyAnswers == 0 ? most : Math.min(most, grown(unwatchedTtl, emptyAnswers));
        return (long) (whole * (1 - randomness.unit() / 5));
    }

    /** The same while instances are kept that the registry seems to have lost. */
    long confirmNanos(Randomness randomness) {
        long most = Math.min(unwatchedTtl.toNanos(), protection.toNanos() / CONFIRMATIONS);
        return (long) (most * (1 - randomness.unit() / 5));
    }

    /** Answers that are no further apart than this confirm each other. */
    Duration confirmed() {
        return protection.multipliedBy(2).dividedBy(CONFIRMATIONS);
    }

    /** Any moment of the shorter TTL: full jitter, so that a registry that is back is not met by everyone at once. */
    long soonNanos(Randomness randomness) {
        return (long) (unwatchedTtl.toNanos() * randomness.unit());
    }

    /** Exponential backoff with full jitter, from 100 ms to the shorter TTL. */
    long retryNanos(int failures, Randomness randomness) {
        return backoffNanos(FIRST_RETRY, unwatchedTtl, failures, randomness);
    }

    static long backoffNanos(Duration first, Duration most, int failures, Randomness randomness) {
        return (long) (Math.min(most.toNanos(), grown(first, failures)) * randomness.unit());
    }

    private static long grown(Duration first, int times) {
        return first.toNanos() << Math.min(Math.max(0, times - 1), 20);
    }
}
