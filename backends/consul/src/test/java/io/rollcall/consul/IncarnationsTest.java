package io.rollcall.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.registry.ServiceView;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("F20 incarnations of Consul's data")
class IncarnationsTest {
    private final Incarnations incarnations = new Incarnations();

    private String told(long index, boolean consistent) {
        return String.valueOf(incarnations.incarnation("s", index, incarnations.of("s"), consistent));
    }

    @Test
    void aRisingIndexIsTheSameLife() {
        assertThat(told(1, false)).isEmpty();
        assertThat(told(5, false)).isEmpty();
        assertThat(told(5, false)).isEmpty();
    }

    @Test
    void aFallIsADoubtUntilAConsistentAnswerFellToo() {
        told(5, false);

        assertThat(told(4, false)).isEqualTo("null");
        assertThat(told(5, true)).isEmpty();
        assertThat(told(4, true)).isEqualTo("1");
        assertThat(told(9, false)).isEqualTo("1");
        assertThat(told(3, true)).isEqualTo("2");
    }

    @Test
    void twoThatFindTheSameFallCountItOnce() {
        told(500, false);
        Incarnations.Mark before = incarnations.of("s");

        assertThat(incarnations.incarnation("s", 12, before, true)).isEqualTo("1");
        assertThat(incarnations.incarnation("s", 13, before, true)).isEqualTo("1");
    }

    @Test
    void aConsistentAnswerThatIsOvertakenIsNoFall() {
        told(100, false);
        Incarnations.Mark before = incarnations.of("s");
        told(105, false);

        assertThat(incarnations.incarnation("s", 103, before, true)).isEmpty();
        assertThat(incarnations.of("s").index()).isEqualTo(105);
    }

    @Test
    void aLateAnswerOfTheLifeBeforeDoesNotRaiseTheNewOne() {
        told(500, false);
        Incarnations.Mark before = incarnations.of("s");
        told(12, true);

        assertThat(incarnations.incarnation("s", 600, before, false)).isEmpty();
        assertThat(incarnations.of("s").index()).isEqualTo(12);
    }

    @Test
    void learnsFromViewsOfAnotherAgent() {
        incarnations.of("s", new ServiceView("s", "2", 40, List.of(), ""));
        assertThat(told(41, false)).isEqualTo("2");

        incarnations.of("s", new ServiceView("s", "1", 900, List.of(), ""));
        assertThat(told(42, false)).isEqualTo("2");

        incarnations.of("s", new ServiceView("s", "2", 60, List.of(), ""));
        assertThat(told(50, false)).isEqualTo("null");
    }

    @Test
    @DisplayName("F29 forgets services that were not asked for lately")
    void isBounded() {
        incarnations.incarnation("first", 7, incarnations.of("first"), false);
        for (int i = 0; i < 10_000; i++) {
            incarnations.incarnation("s" + i, 7, incarnations.of("s" + i), false);
        }

        assertThat(incarnations.of("first").index()).isZero();
        assertThat(incarnations.of("s9999").index()).isEqualTo(7);
    }
}
