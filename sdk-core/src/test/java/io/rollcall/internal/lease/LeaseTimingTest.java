package io.rollcall.internal.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.random.Randomness;
import io.rollcall.registry.Lease;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LeaseTimingTest {
    /** The largest random value. */
    private static final Randomness MOST = () -> -1L;

    private static final Randomness LEAST = () -> 0;

    private static final int MANY = 40;

    @Test
    @DisplayName("F16 without a lease no wait is longer than the configured heartbeat")
    void withoutLeaseTheHeartbeatBoundsTheWait() {
        LeaseTiming timing = new LeaseTiming(MOST, Duration.ofSeconds(1));

        assertThat(timing.untilNextAttempt(MANY, null)).isLessThanOrEqualTo(seconds(1));
    }

    @Test
    @DisplayName("F16 no wait is longer than a third of the TTL")
    void aThirdOfTheTtlBoundsTheWait() {
        Lease lease = new Lease(Duration.ofSeconds(12), Duration.ofSeconds(4));

        assertThat(new LeaseTiming(MOST, Duration.ofSeconds(1)).untilNextAttempt(MANY, lease))
                .isBetween(seconds(3), seconds(4));
        assertThat(new LeaseTiming(MOST, null).untilNextAttempt(MANY, null)).isBetween(seconds(9), seconds(10));
    }

    @Test
    @DisplayName("F19 heartbeats are spread by a tenth, so that a fleet that started together does not renew together")
    void heartbeatsAreSpread() {
        Lease lease = new Lease(Duration.ofSeconds(30), Duration.ofSeconds(10));

        assertThat(new LeaseTiming(LEAST, null).untilNextHeartbeat(lease)).isEqualTo(seconds(9));
        assertThat(new LeaseTiming(MOST, null).untilNextHeartbeat(lease)).isBetween(seconds(10) + 1, seconds(11));
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
