package io.rollcall.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("F20 when a service is asked for again")
class PaceTest {
    private final Pace pace = new Pace();

    private static long millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis();
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    @Test
    void afterALongWaitAtOnce() {
        assertThat(pace.afterNoChange(nanos(30_000))).isZero();
        assertThat(pace.afterChange(nanos(30_000))).isZero();
    }

    @Test
    void newsAreSpaced() {
        assertThat(millis(pace.afterChange(0))).isEqualTo(20);
        assertThat(millis(pace.afterChange(nanos(15)))).isEqualTo(5);
    }

    @Test
    void answersForNothingAreSpacedMoreAndMore() {
        assertThat(LongStream.range(0, 8).map(i -> millis(pace.afterNoChange(0))))
                .containsExactly(20L, 40L, 80L, 160L, 320L, 640L, 1_000L, 1_000L);
        pace.afterChange(0);
        assertThat(millis(pace.afterNoChange(0))).isEqualTo(20);
    }

    @Test
    void nonsenseIsSpacedMost() {
        assertThat(LongStream.range(0, 7).map(i -> millis(pace.afterFailure())))
                .containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
        assertThat(pace.isAfterFailure()).isTrue();
        pace.afterNoChange(0);
        assertThat(pace.isAfterFailure()).isFalse();
    }
}
