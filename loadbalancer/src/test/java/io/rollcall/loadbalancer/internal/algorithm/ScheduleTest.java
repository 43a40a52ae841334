package io.rollcall.loadbalancer.internal.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void spreadsTheTurnsOfTheHeavy() {
        assertThat(Schedule.of(new double[] {5, 1, 1})).containsExactly(0, 1, 0, 0, 2, 0, 0);
        assertThat(Schedule.of(new double[] {1, 1})).containsExactly(0, 1);
        assertThat(Schedule.of(new double[] {90, 10})).hasSize(10).containsOnlyOnce(1);
    }

    @Test
    void oneHeavyTakesEachSecondTurnBesideManyLight() {
        double[] weights = new double[1_001];
        Arrays.fill(weights, 1);
        weights[0] = 1_000;
        int[] round = Schedule.of(weights);

        assertThat(IntStream.range(0, round.length).filter(at -> round[at] == 0))
                .hasSize(1_000)
                .allMatch(at -> at % 2 == 0);
    }

    @Seeds(200)
    void anyRoundIsExactAndCloseToItsSharesAtAnyTurn(Seeds.Case it) {
        double[] weights = whole(it);
        double sum = Arrays.stream(weights).sum();
        int[] round = Schedule.of(weights);
        int[] taken = new int[weights.length];
        double ahead = 0;
        double behind = 0;
        for (int at = 0; at < round.length; at++) {
            taken[round[at]]++;
            for (int i = 0; i < taken.length; i++) {
                double due = (at + 1) * weights[i] / sum;
                ahead = Math.max(ahead, taken[i] - due);
                behind = Math.max(behind, due - taken[i]);
            }
        }

        assertThat(ahead).as(Arrays.toString(weights)).isLessThan(1);
        assertThat(behind).as(Arrays.toString(weights)).isLessThan(2);
        for (int i = 0; i < taken.length; i++) {
            assertThat((double) taken[i] / round.length).isEqualTo(weights[i] / sum);
        }
    }

    @Test
    void weight0HasNoTurn() {
        assertThat(Schedule.of(new double[] {0, 3, 0, 1})).hasSize(4).doesNotContain(0, 2);
        assertThat(Schedule.of(new double[] {0, 0.5, 0.7})).doesNotContain(0);
    }

    @Seeds(20)
    void longRoundsAreBoundedAndOffByOneTurnAtMost(Seeds.Case it) {
        double[] weights = IntStream.range(0, 1_000)
                .mapToDouble(i -> it.between(1, 10_000))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        int[] round = Schedule.of(weights);
        int[] taken = new int[weights.length];
        Arrays.stream(round).forEach(i -> taken[i]++);

        assertThat(round.length).isBetween(Schedule.LONGEST / 2, Schedule.LONGEST);
        for (int i = 0; i < taken.length; i++) {
            assertThat(taken[i]).isBetween(1, (int) Math.ceil(weights[i] / sum * Schedule.LONGEST) + 1);
        }
    }

    @Test
    void weightsThatAreNotWholeMakeAShortRound() {
        int[] round = Schedule.of(new double[] {100, 33.3, 66.6});

        assertThat(round.length).isLessThan(1_000);
        assertThat((double) Arrays.stream(round).filter(i -> i == 1).count() / round.length)
                .isBetween(0.16, 0.172);
    }

    private static double[] whole(Seeds.Case it) {
        int most = it.flip() ? 5 : 300;
        return IntStream.range(0, it.between(1, 12))
                .mapToDouble(i -> it.between(1, most))
                .toArray();
    }
}
