package io.rollcall.benchmarks.simulator.scenario;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was measured.
 *
 * @param metric what, with its unit: {@code p99 ms}
 * @param value how much
 * @param gate what must hold, or null if it is only shown
 */
public record Figure(String metric, double value, @Nullable Gate gate) {

    /** A figure that is only shown. */
    public static Figure of(String metric, double value) {
        return new Figure(metric, value, null);
    }

    /** The same figure with a condition. */
    public Figure must(Gate condition) {
        return new Figure(metric, value, condition);
    }

    /** The same figure, with a condition if {@code when} holds. */
    public Figure must(boolean when, Gate condition) {
        return when ? must(condition) : this;
    }

    /** Whether its condition holds, if it has one. */
    public boolean passes() {
        return gate == null || gate.holds(value);
    }
}
