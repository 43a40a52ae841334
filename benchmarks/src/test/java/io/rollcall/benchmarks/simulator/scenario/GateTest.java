package io.rollcall.benchmarks.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {

    @Test
    void boundsAreIncluded() {
        assertThat(Figure.of("p99 ms", 110).must(Gate.atMost(110)).passes()).isTrue();
        assertThat(Figure.of("p99 ms", 110.1).must(Gate.atMost(110)).passes()).isFalse();
        assertThat(Figure.of("share", 0.8).must(Gate.between(0.8, 1.2)).passes())
                .isTrue();
        assertThat(Figure.of("share", 0.79).must(Gate.between(0.8, 1.2)).passes())
                .isFalse();
    }

    @Test
    void whatIsNoNumberPassesNoGate() {
        assertThat(Figure.of("share", Double.NaN).must(Gate.atMost(1)).passes()).isFalse();
        assertThat(Figure.of("share", Double.NaN).passes()).isTrue();
    }

    @Test
    void itReadsAsACondition() {
        assertThat(Gate.atMost(110)).hasToString("<= 110.0");
        assertThat(Gate.atLeast(0.999)).hasToString(">= 0.9990");
        assertThat(Gate.within(0.02, 100)).hasToString("98.00 to 102.0");
    }
}
