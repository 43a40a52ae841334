package io.rollcall.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.random.Randomness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void ceilingDoublesUpToTheMaximum() {
        assertThat(backoff.ceilingNanos(1)).isEqualTo(Duration.ofMillis(100).toNanos());
        assertThat(backoff.ceilingNanos(3)).isEqualTo(Duration.ofMillis(400).toNanos());
        assertThat(backoff.ceilingNanos(7)).isEqualTo(Duration.ofSeconds(5).toNanos());
        assertThat(backoff.ceilingNanos(Integer.MAX_VALUE))
                .isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void noFailureCountsAsTheFirst() {
        assertThat(backoff.ceilingNanos(0)).isEqualTo(backoff.ceilingNanos(1));
    }

    @Test
    void jitterKeepsToItsBounds() {
        Randomness randomness = Randomness.seeded(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(backoff.fullJitterNanos(2, randomness)).isBetween(0L, backoff.ceilingNanos(2));
            assertThat(backoff.equalJitterNanos(2, randomness))
                    .isBetween(backoff.ceilingNanos(2) / 2, backoff.ceilingNanos(2));
        }
    }

    @Test
    void aFirstWaitAboveTheMaximumIsTheMaximum() {
        assertThat(new Backoff(Duration.ofDays(1), Duration.ofSeconds(1)).ceilingNanos(40))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void negativeDurationsAreRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofMillis(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backoff: PT-0.001S");
    }
}
