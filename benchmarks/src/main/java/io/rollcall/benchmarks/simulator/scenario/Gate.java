package io.rollcall.benchmarks.simulator.scenario;

import java.util.Locale;

/**
 * The range that a figure must be in.
 *
 * @param least the lowest value that passes
 * @param most the highest value that passes
 */
public record Gate(double least, double most) {

    /** At least {@code least}. */
    public static Gate atLeast(double least) {
        return new Gate(least, Double.POSITIVE_INFINITY);
    }

    /** At most {@code most}. */
    public static Gate atMost(double most) {
        return new Gate(Double.NEGATIVE_INFINITY, most);
    }

    /** Between the two, both included. */
    public static Gate between(double least, double most) {
        return new Gate(least, most);
    }

    /** At most {@code share} of {@code value} away from it. */
    public static Gate within(double share, double value) {
        return between(value * (1 - share), value * (1 + share));
    }

    boolean holds(double value) {
        return value >= least && value <= most;
    }

    @Override
    public String toString() {
        if (Double.isInfinite(least)) {
            return "<= " + number(most);
        }
        return Double.isInfinite(most) ? ">= " + number(least) : number(least) + " to " + number(most);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
