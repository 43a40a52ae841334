package io.rollcall.benchmarks.simulator.scenario;

import java.util.List;

/**
 * The result of one play. Immutable.
 *
 * @param figures the numbers
 * @param curves the lines to draw; may be empty
 */
public record Report(List<Figure> figures, List<Curve> curves) {

    /** Copies what it is given. */
    public Report {
        figures = List.copyOf(figures);
        curves = List.copyOf(curves);
    }

    /** Numbers only. */
    public static Report of(List<Figure> figures) {
        return new Report(figures, List.of());
    }
}
