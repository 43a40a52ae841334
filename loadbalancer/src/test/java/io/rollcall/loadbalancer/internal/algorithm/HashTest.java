package io.rollcall.loadbalancer.internal.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Statistics;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
    @Test
    void isTheSameOnEveryMachine() {
        assertThat(Hash.of("")).isEqualTo(Hash.mix(0xcbf29ce484222325L));
        assertThat(Hash.of("user-42")).isEqualTo(Hash.of(CharBuffer.wrap("user-42")));
        assertThat(Hash.of("user-42")).isNotEqualTo(Hash.of("user-24"));
    }

    @Test
    void namesThatDifferInOneDigitAreSpreadEvenly() {
        assertEven(IntStream.range(0, 97_000).mapToLong(i -> Hash.of("user-" + i)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d", "user-%d", "%d@example.org", "%08x-0000-4000-8000-000000000000", "session/%o"})
    void keysOfAnyUsualFormAreSpreadEvenly(String form) {
        assertEven(IntStream.range(0, 97_000).mapToLong(i -> Hash.ofKey(form.formatted(i), 1)));
    }

    @Test
    @DisplayName("where a key goes in one place is independent of where it goes in another")
    void saltsMakeIndependentHashes() {
        assertEven(IntStream.range(0, 970_000)
                .mapToObj(i -> "user-" + i)
                .filter(key -> Hash.below(Hash.ofKey(key, 1), 10) == 0)
                .mapToLong(key -> Hash.ofKey(key, 2)));
    }

    private static void assertEven(LongStream hashes) {
        long[] counts = new long[97];
        hashes.forEach(hash -> counts[Hash.below(hash, 97)]++);
        double[] even = new double[97];
        Arrays.fill(even, 1);

        Statistics.assertFits(counts, even);
    }
}
