package io.rollcall.internal.lease;

import io.rollcall.random.Randomness;
import io.rollcall.registry.Lease;
import io.rollcall.time.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the next request is due. Heartbeats are spread by ±10 %. After a failure: exponential backoff with full jitter,
 * never longer than a third of the TTL, so that a lease survives a short outage and two attempts fit before it ends.
 * Immutable.
 */
final class LeaseTiming {
    private static final Duration DEFAULT_TTL = Duration.ofSeconds(30);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final Backoff TURN_BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30));
    private static final Backoff REMOVAL_BACKOFF = new Backoff(FIRST_BACKOFF, Duration.ofSeconds(1));

    private final Randomness randomness;
    private final @Nullable Duration heartbeat;

    LeaseTiming(Randomness randomness, @Nullable Duration heartbeat) {
        this.randomness = randomness;
        this.heartbeat = heartbeat;
    }

    long untilNextHeartbeat(Lease lease) {
        long configured = (heartbeat == null ? lease.heartbeat() : heartbeat).toNanos();
        long period = Math.min(configured, lease.ttl().toNanos() / 2);
        return Math.round(period * (0.9 + 0.2 * randomness.unit()));
    }

    /**
     * The wait after a failure. While no lease is known, a configured heartbeat bounds it.
     *
     * @param failures in a row, at least 1
     */
    long untilNextAttempt(int failures, @Nullable Lease lease) {
        long max = maxBackoff(lease);
        long bound = lease == null && heartbeat != null ? Math.min(max, heartbeat.toNanos()) : max;
        return new Backoff(FIRST_BACKOFF, Duration.ofNanos(bound)).fullJitterNanos(failures, randomness);
    }

    /** The wait after an exception that was not expected: at least a second. */
    long untilNextTurn(int failures) {
        return TURN_BACKOFF.equalJitterNanos(failures, randomness);
    }

    long untilNextRemoval(int failures) {
        return REMOVAL_BACKOFF.fullJitterNanos(failures, randomness);
    }

    static long ttl(@Nullable Lease lease) {
        return (lease == null ? DEFAULT_TTL : lease.ttl()).toNanos();
    }

    static long maxBackoff(@Nullable Lease lease) {
        return ttl(lease) / 3;
    }
}
