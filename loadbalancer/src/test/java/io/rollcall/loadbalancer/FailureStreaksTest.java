package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FailureStreaksTest {
    private final FailureStreaks streaks = new FailureStreaks();

    @Test
    @DisplayName("F49 responses that do not come in time count as failed gateways, not as failed connections")
    void timeoutsCountAsGatewayFailures() {
        StreakLimits limits = new StreakLimits(0, 3, 2);

        assertThat(streaks.add(Outcome.TIMEOUT, limits)).isFalse();
        assertThat(streaks.add(Outcome.TIMEOUT, limits)).isFalse();
        assertThat(streaks.add(Outcome.TIMEOUT, limits)).isTrue();
    }

    @Test
    void aTimeoutEndsAStreakOfFailedConnections() {
        StreakLimits limits = new StreakLimits(0, 0, 2);

        streaks.add(Outcome.CONNECTION_ERROR, limits);
        streaks.add(Outcome.TIMEOUT, limits);

        assertThat(streaks.add(Outcome.CONNECTION_ERROR, limits)).isFalse();
    }
}
