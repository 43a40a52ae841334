package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rollcall.time.VirtualTime;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyAverageTest {
    private static final double TAU = 10e9;
    private static final long START = new VirtualTime().nanoTime();

    private final LatencyAverage average = new LatencyAverage();

    @Test
    void firstSampleIsBelieved() {
        assertThat(average.nanos()).isEqualTo(LatencyAverage.UNKNOWN);
        average.record(3e6, START, TAU);

        assertThat(average.nanos()).isEqualTo(3e6);
    }

    @Test
    void worseNewsIsBelievedAtOnceAndBetterNewsByAndBy() {
        average.record(1e6, START, TAU);
        average.record(9e6, START, TAU);
        assertThat(average.nanos()).isEqualTo(9e6);

        average.record(1e6, START + (long) TAU, TAU);
        assertThat(average.nanos()).isCloseTo(1e6 + 8e6 / Math.E, within(1.0));
    }

    @Test
    void decaysAsFastInManyStepsAsInOne() {
        LatencyAverage other = new LatencyAverage();
        average.record(8e6, START, TAU);
        other.record(8e6, START, TAU);
        average.decay(START + (long) TAU, TAU);
        for (int i = 1; i <= 100_000; i++) {
            other.decay(START + (long) (TAU * i / 100_000), TAU);
        }

        assertThat(average.nanos()).isCloseTo(8e6 / Math.E, within(2.0));
        assertThat(other.nanos()).isCloseTo(average.nanos(), within(100.0));
    }

    @Test
    void isNeverForgottenAltogether() {
        average.record(8e6, START, TAU);
        average.decay(START + Long.MAX_VALUE / 2, TAU);

        assertThat(average.nanos()).isEqualTo(1);
    }

    @Test
    void nothingIsLearnedFromACallThatWasGivenUpSoon() {
        average.recordAtLeast(5e6, START, TAU);
        assertThat(average.nanos()).isEqualTo(LatencyAverage.UNKNOWN);

        average.record(3e6, START, TAU);
        average.recordAtLeast(1e6, START + (long) TAU, TAU);
        assertThat(average.nanos()).isEqualTo(3e6);
        average.recordAtLeast(4e6, START + (long) TAU, TAU);
        assertThat(average.nanos()).isEqualTo(4e6);
    }

    @Test
    void aReadingOfTheClockFromBeforeIsNoHarm() {
        average.record(3e6, START, TAU);
        average.record(1e6, START - 1_000_000, TAU);

        assertThat(average.nanos()).isEqualTo(3e6);
    }

    @Test
    void noPeakIsLostAmongThreads() {
        IntStream.rangeClosed(1, 20_000).parallel().forEach(i -> average.record(i, START, TAU));

        assertThat(average.nanos()).isEqualTo(20_000);
    }
}
