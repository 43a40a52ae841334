package io.rollcall.loadbalancer.internal.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceTest {
    private static final int ALMOST_HIGH = (1 << 30) - 5;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, ALMOST_HIGH})
    void goesRoundFromAnyStart(int start) {
        Sequence sequence = new Sequence(start);
        int first = sequence.next(7);

        for (int i = 1; i < 100; i++) {
            assertThat(sequence.next(7)).isEqualTo((first + i) % 7);
        }
    }

    @Test
    void theCounterIsBroughtBackLongBeforeItOverflows() {
        Sequence sequence = new Sequence(ALMOST_HIGH);
        for (int i = 0; i < 20; i++) {
            sequence.next(7);
        }

        assertThat(sequence.position()).isBetween(0, 100);
    }

    @Test
    void threadsShareTheTurnsEvenlyAlsoWhereTheCounterIsBroughtBack() {
        Sequence sequence = new Sequence(ALMOST_HIGH - 10_000);
        AtomicIntegerArray turns = new AtomicIntegerArray(7);
        IntStream.range(0, 70_000).parallel().forEach(i -> turns.incrementAndGet(sequence.next(7)));

        for (int i = 0; i < 7; i++) {
            assertThat(turns.get(i)).isEqualTo(10_000);
        }
    }
}
