package io.rollcall.mock.internal.store;

import java.time.Duration;

/**
 * How long an instance is believed without a heartbeat.
 *
 * @param ttl an instance is gone this long after its last heartbeat
 * @param heartbeat how often clients are asked to beat; shorter than the ttl
 * @param sweep how often expired instances are looked for
 */
public record LeaseConfig(Duration ttl, Duration heartbeat, Duration sweep) {

    /**
     * Checks that the terms can work.
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
     * How long the sweeper may be late before it is taken for a pause of the whole process. A pause shorter than half
     * of what a client has to spare cannot cost a live client its lease.
     */
    Duration longestDelay() {
        return sweep.plus(ttl.minus(heartbeat).dividedBy(2));
    }

    private static void atLeastOneMilli(String name, Duration duration) {
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: at least 1 ms)");
        }
    }
}
