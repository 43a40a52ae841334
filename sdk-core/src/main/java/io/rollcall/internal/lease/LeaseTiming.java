package io.rollcall.internal.lease;

import io.rollcall.random.Randomness;
import io.rollcall.registry.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When the next message is due. Heartbeats are spread by ±10 %. After a failure: exponential backoff with full jitter
 * (Marc Brooker, "Exponential Backoff And Jitter", AWS, 2015), never longer than a third of the TTL, so that a lease
 * outlives a short outage and two attempts fit before it ends. Immutable.
 */
final class LeaseTiming {
    private static final Duration TTL_UNTIL_TOLD = Duration.ofSeconds(30);
    private static final long FIRST_BACKOFF_NANOS = Duration.ofMillis(250).toNanos();
    private static final long REMOVAL_CAP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_DOUBLINGS = 16;

    private final Randomness randomness;
    private final @Nullable Duration heartbeat;

    LeaseTiming(Randomness randomness, @Nullable Duration heartbeat) {
        this.randomness = randomness;
        this.heartbeat = heartbeat;
    }

    long untilNextBeat(Lease lease) {
        long asked = (heartbeat == null ? lease.heartbeat() : heartbeat).toNanos();
        long period = Math.min(asked, lease.ttl().toNanos() / 2);
        return Math.round(period * (0.9 + 0.2 * randomness.unit()));
    }

    /**
     * While no lease tells its TTL, a heartbeat that was asked for bounds the wait.
     *
     * @param failures in a row, at least 1
     */
    long untilNextAttempt(int failures, @Nullable Lease lease) {
        long cap = maxBackoff(lease);
        return fullJitter(failures, lease == null && heartbeat != null ? Math.min(cap, heartbeat.toNanos()) : cap);
    }

    long untilNextRemoval(int failures) {
        return fullJitter(failures, REMOVAL_CAP_NANOS);
    }

    static long ttl(@Nullable Lease lease) {
        return (lease == null ? TTL_UNTIL_TOLD : lease.ttl()).toNanos();
    }

    static long maxBackoff(@Nullable Lease lease) {
        return ttl(lease) / 3;
    }

    private long fullJitter(int failures, long cap) {
        long ceiling = Math.min(cap, FIRST_BACKOFF_NANOS << Math.min(failures - 1, MAX_DOUBLINGS));
        return (long) (ceiling * randomness.unit());
    }
}
