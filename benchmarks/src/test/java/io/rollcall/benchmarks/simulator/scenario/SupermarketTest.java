package io.rollcall.benchmarks.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** If the simulator does not match the closed form, none of its figures is valid. */
class SupermarketTest {

    @Test
    void closedFormIsThePublishedOne() {
        assertThat(Supermarket.twoChoices()).isCloseTo(2.614, within(0.001));
    }

    @Test
    void twoChoicesMeetTheClosedFormWithinTwoPerCent() {
        Figure mean = new Supermarket().play("least-request", 1).figures().get(0);

        assertThat(mean.value()).isCloseTo(2.614, within(0.02 * 2.614));
        assertThat(mean.passes()).isTrue();
    }
}
