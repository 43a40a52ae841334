package io.rollcall.benchmarks.simulator;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One figure of one play, as it is printed.
 *
 * @param scenario the scenario's name
 * @param seed the seed of all random choices
 * @param strategy the strategy of the clients
 * @param metric what was measured, with its unit
 * @param value how much
 * @param gate the required range, or null
 * @param pass whether the value is in range; true if there is no gate
 */
@JsonPropertyOrder({"scenario", "seed", "strategy", "metric", "value", "gate", "pass"})
record Result(
        String scenario,
        long seed,
        String strategy,
        String metric,
        double value,
        @Nullable String gate,
        boolean pass) {}
