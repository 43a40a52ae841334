package io.rollcall.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeardTimeTest {
    private static final long BEGIN = -5;

    private final HeardTime time = new HeardTime(Duration.ofNanos(10));

    @Test
    void passesFromAnswerToAnswer() {
        time.heard(BEGIN);
        time.heard(BEGIN + 10);

        assertThat(time.at(BEGIN + 14)).isEqualTo(14);
    }

    @Test
    void standsStillAfterAFailureUntilTheNextAnswer() {
        time.heard(BEGIN);
        time.heard(BEGIN + 3);
        time.failed();

        assertThat(time.at(BEGIN + 8)).isEqualTo(3);
        time.heard(BEGIN + 100);
        assertThat(time.at(BEGIN + 102)).isEqualTo(5);
    }

    /** As after a process was stopped: its own clock went on, and nobody was asked meanwhile. */
    @Test
    void aGapSaysNothingOfTheTimeInIt() {
        time.heard(BEGIN);

        assertThat(time.at(BEGIN + 1_000)).isZero();
        time.heard(BEGIN + 1_000);
        assertThat(time.at(BEGIN + 1_001)).isOne();
    }
}
