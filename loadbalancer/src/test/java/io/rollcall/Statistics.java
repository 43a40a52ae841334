package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Pearson's chi-square test: whether counts may come from what was expected. */
public final class Statistics {
    /** The normal quantile of 0.999: one right outcome of a thousand would be refused, but seeds are fixed. */
    private static final double Z = 3.09;

    private Statistics() {}

    /** Fails unless {@code counts} fit {@code weights}, at the level of 0.1 %. */
    public static void assertFits(long[] counts, double[] weights) {
        double total = Arrays.stream(counts).sum();
        double sum = Arrays.stream(weights).sum();
        double chiSquare = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = total * weights[i] / sum;
            chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        assertThat(chiSquare)
                .as("chi-square of %s for weights %s", Arrays.toString(counts), Arrays.toString(weights))
                .isLessThan(critical(counts.length - 1));
    }

    /** By the cube root approximation of Wilson and Hilferty. */
    private static double critical(int degrees) {
        double v = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - v + Z * Math.sqrt(v), 3);
    }
}
