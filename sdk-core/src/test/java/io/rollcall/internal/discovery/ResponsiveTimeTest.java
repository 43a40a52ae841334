package io.rollcall.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResponsiveTimeTest {
    private static final long BEGIN = -5;

    private final LostInstances.ResponsiveTime time = new LostInstances.ResponsiveTime(Duration.ofNanos(10));

    @Test
    void passesFromResponseToResponse() {
        time.responded(BEGIN);
        time.responded(BEGIN + 10);

        assertThat(time.at(BEGIN + 14)).isEqualTo(14);
    }

    @Test
    void stopsAfterAFailureUntilTheNextResponse() {
        time.responded(BEGIN);
        time.responded(BEGIN + 3);
        time.failed();

        assertThat(time.at(BEGIN + 8)).isEqualTo(3);
        time.responded(BEGIN + 100);
        assertThat(time.at(BEGIN + 102)).isEqualTo(5);
    }

    /** As after the process was suspended: its clock went on, and there were no requests meanwhile. */
    @Test
    void aGapDoesNotCount() {
        time.responded(BEGIN);

        assertThat(time.at(BEGIN + 1_000)).isZero();
        time.responded(BEGIN + 1_000);
        assertThat(time.at(BEGIN + 1_001)).isOne();
    }
}
