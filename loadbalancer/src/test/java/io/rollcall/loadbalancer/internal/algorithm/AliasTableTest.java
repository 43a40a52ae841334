package io.rollcall.loadbalancer.internal.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Seeds;
import io.rollcall.Statistics;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AliasTableTest {
    @Seeds(50)
    void drawsByWeight(Seeds.Case it) {
        double[] weights = IntStream.range(0, it.between(2, 40))
                .mapToDouble(i -> it.between(1, 100))
                .toArray();
        AliasTable table = AliasTable.of(weights);
        SplittableRandom random = new SplittableRandom(it.seed());
        long[] counts = new long[weights.length];
        for (int i = 0; i < 50_000; i++) {
            counts[table.at(random.nextLong())]++;
        }

        Statistics.assertFits(counts, weights);
    }

    @Seeds(200)
    void weight0IsNeverDrawn(Seeds.Case it) {
        double[] weights = IntStream.range(0, 30)
                .mapToDouble(i -> it.flip() ? 0 : it.between(1, 7) / 7.0)
                .toArray();
        weights[it.between(0, 29)] = 1;
        AliasTable table = AliasTable.of(weights);

        for (long column = 0; column < 30; column++) {
            long bits = ((column << 32) / 30 + 1) << 32;
            assertThat(weights[table.at(bits)]).as(Arrays.toString(weights)).isPositive();
            assertThat(weights[table.at(bits | 0xffff_ffffL)]).isPositive();
        }
    }

    @Test
    void oneHasAll() {
        AliasTable table = AliasTable.of(new double[] {3});

        assertThat(table.at(0)).isZero();
        assertThat(table.at(-1)).isZero();
    }
}
