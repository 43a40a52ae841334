package io.rollcall.mock.internal.store;

import java.time.Duration;

/**
 * The times of a lease.
 *
 * @param ttl how long a lease lasts without a heartbeat
 * @param heartbeat the period that clients are asked to send heartbeats with; shorter than the ttl
 * @param sweep the period of the search for expired leases
 * @param preservation for how long expiry is suspended at most while too many leases would expire; zero for never
 */
public record LeaseConfig(Duration ttl, Duration heartbeat, Duration sweep, Duration preservation) {

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException unless all are at least 1 ms, and the heartbeat is shorter than the ttl
     */
    public LeaseConfig {
        atLeastOneMilli("ttl", ttl);
        atLeastOneMilli("heartbeat", heartbeat);
        atLeastOneMilli("sweep", sweep);
        if (preservation.isNegative()) {
            throw new IllegalArgumentException("preservation: " + preservation + " (expected: at least 0)");
        }
        if (heartbeat.compareTo(ttl) >= 0) {
            throw new IllegalArgumentException(
                    "heartbeat: " + heartbeat + " (expected: shorter than the ttl " + ttl + ")");
        }
    }

    /** These times, without preservation. */
    public LeaseConfig(Duration ttl, Duration heartbeat, Duration sweep) {
        this(ttl, heartbeat, sweep, Duration.ZERO);
    }

    /** How long a lease is without a renewal when it counts as late: halfway between heartbeat and ttl. */
    Duration lateAfter() {
        return heartbeat.plus(ttl.minus(heartbeat).dividedBy(2));
    }

    /**
     * The longest time between two sweeps that is not taken for a pause of the process. A pause shorter than half of
     * the slack between heartbeat and ttl cannot cost a live client its lease.
     */
    Duration maxSweepGap() {
        return sweep.plus(ttl.minus(heartbeat).dividedBy(2));
    }

    private static void atLeastOneMilli(String name, Duration duration) {
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: at least 1 ms)");
        }
    }
}
