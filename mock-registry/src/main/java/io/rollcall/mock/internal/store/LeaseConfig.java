package io.rollcall.mock.internal.store;

import java.time.Duration;

/**
 * The times of a lease.
 *
 * @param ttl how long a lease lasts without a heartbeat
 * @param heartbeat the period that clients are asked to send heartbeats with; shorter than the ttl
 * @param sweep the period of the search for expired leases
 */
public record LeaseConfig(Duration ttl, Duration heartbeat, Duration sweep) {

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException unless all are at least 1 ms, and the heartbeat is shorter than the ttl
     */
    public LeaseConfig {
        atLeastOneMilli("ttl", ttl);
        atLeastOneMilli("heartbeat", heartbeat);
        atLeastOneMilli("sweep", sweep);
        if (heartbeat.compareTo(ttl) >= 0) {
            throw new IllegalArgumentException(
                    "heartbeat: " + heartbeat + " (expected: shorter than the ttl " + ttl + ")");
        }
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
