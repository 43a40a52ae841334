package io.rollcall.benchmarks.simulator;

import io.rollcall.benchmarks.simulator.scenario.Figure;
import io.rollcall.benchmarks.simulator.scenario.Report;
import io.rollcall.benchmarks.simulator.scenario.Scenario;
import java.math.BigDecimal;
import java.math.MathContext;

/** A scenario to be played once, with one strategy. */
record Play(Scenario scenario, String strategy, long seed) {
    private static final MathContext DIGITS = new MathContext(5);

    Played run() {
        Report report = scenario.play(strategy, seed);
        return new Played(
                this, report, report.figures().stream().map(this::result).toList());
    }

    private Result result(Figure figure) {
        return new Result(
                scenario.name(),
                seed,
                strategy,
                figure.metric(),
                rounded(figure.value()),
                figure.gate() == null ? null : figure.gate().toString(),
                figure.passes());
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
