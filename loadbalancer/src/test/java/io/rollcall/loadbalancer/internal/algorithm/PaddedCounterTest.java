package io.rollcall.loadbalancer.internal.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaddedCounterTest {
    @Test
    void losesNoAddOfAnyThread() {
        PaddedCounter counter = new PaddedCounter(5);
        IntStream.range(0, 100_000).parallel().forEach(i -> counter.getAndAdd(i % 2 == 0 ? 3 : -2));

        assertThat(counter.get()).isEqualTo(5 + 50_000);
        assertThat(counter.getAndAdd(1)).isEqualTo(50_005);
    }
}
