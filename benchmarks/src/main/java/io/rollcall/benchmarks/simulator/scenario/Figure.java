package io.rollcall.benchmarks.simulator.scenario;

import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param metric what, with its unit: {@code p99 ms}
 * @param value how much
 * @param gate the required range, or null if there is none
 */
public record Figure(String metric, double value, @Nullable Gate gate) {

    /** A figure without a gate. */
    public static Figure of(String metric, double value) {
        return new Figure(metric, value, null);
    }

    /** The same figure with a gate. */
    public Figure must(Gate condition) {
        return new Figure(metric, value, condition);
    }

    /** The same figure, with a gate if {@code when} holds. */
    public Figure must(boolean when, Gate condition) {
        return when ? must(condition) : this;
    }

    /** Whether it is in range, if it has a gate. */
    public boolean passes() {
        return gate == null || gate.holds(value);
    }
}
