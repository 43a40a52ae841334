package io.rollcall.loadbalancer.weight;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Statistics;
import java.nio.CharBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HashTest {
    @Test
    void isTheSameOnEveryMachine() {
        assertThat(Hash.of("")).isEqualTo(Hash.mix(0xcbf29ce484222325L));
        assertThat(Hash.of("user-42")).isEqualTo(Hash.of(CharBuffer.wrap("user-42")));
        assertThat(Hash.of("user-42")).isNotEqualTo(Hash.of("user-24"));
    }

    @Test
    void keysThatDifferInOneDigitAreSpreadEvenly() {
        long[] counts = new long[97];
        for (int i = 0; i < 97_000; i++) {
            counts[Hash.below(Hash.of("user-" + i), 97)]++;
        }
        double[] even = new double[97];
        Arrays.fill(even, 1);

        Statistics.assertFits(counts, even);
    }
}
