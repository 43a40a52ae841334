package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashRingTest {
    private static HashRing ring(int members, double weight, int least, int most) {
        double[] weights = new double[members];
        Arrays.fill(weights, weight);
        return HashRing.of(ids(members), weights, least, most);
    }

    private static String[] ids(int members) {
        return IntStream.range(0, members).mapToObj(i -> "i" + i).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 20, 32, 33, 100, 1_000})
    void hasAsManyPointsAsWanted(int members) {
        for (double weight : new double[] {1, 100, 10_000}) {
            assertThat(ring(members, weight, 1_024, 4_096).size()).isBetween(900, 4_300);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17, 32})
    void hasTheSamePointsPerMemberWhateverTheSizeOfTheFleet(int members) {
        assertThat(ring(members, 100, 1_024, 4_096).size()).isEqualTo(members * HashRing.POINTS);
    }

    @Seeds(30)
    void everyHashHasAnOwner(Seeds.Case it) {
        int members = it.between(1, 3_000);
        HashRing ring = ring(members, it.between(1, 10_000), 1, it.between(1, 5_000));
        SplittableRandom random = new SplittableRandom(it.seed());

        assertThat(ring.at(0)).isBetween(0, members - 1);
        assertThat(ring.at(-1)).as("past the last point").isEqualTo(ring.at(0));
        for (int i = 0; i < 1_000; i++) {
            assertThat(ring.at(random.nextLong())).isBetween(0, members - 1);
        }
    }

    @Seeds(20)
    void ownersChangeAtPointsOnly(Seeds.Case it) {
        HashRing ring = ring(it.between(2, 50), 100, 64, 256);
        int[] owners =
                IntStream.range(0, 1 << 16).map(i -> ring.at((long) i << 48)).toArray();
        long changes = IntStream.range(1, owners.length)
                .filter(i -> owners[i] != owners[i - 1])
                .count();

        assertThat(changes).isBetween(1L, (long) ring.size());
    }
}
