package io.rollcall.benchmarks.simulator.plot;

import java.util.Locale;

/** Numbers of an axis. */
final class Scale {
    private Scale() {}

    /** The next of 1, 2, 2.5, 5 and 10 times a power of ten. */
    static double roundedUp(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 2.5, 5}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    /** Short: 0.05, 1.5, 120, 94k. */
    static String label(double value) {
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.0fk", value / 1_000);
        }
        if (value >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, value >= 1 ? "%.1f" : "%.3g", value);
    }
}
