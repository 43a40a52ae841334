package io.rollcall.benchmarks.simulator.scenario;

import java.util.List;

/**
 * Values over something, one line of a chart; the plays of other strategies add their lines to the same chart.
 *
 * @param chart what the chart shows; the same in all plays
 * @param axis the x axis: {@code seconds}
 * @param values one for each step from 0 on
 */
public record Curve(String chart, String axis, List<Double> values) {

    /** Copies what it is given. */
    public Curve {
        values = List.copyOf(values);
    }
}
