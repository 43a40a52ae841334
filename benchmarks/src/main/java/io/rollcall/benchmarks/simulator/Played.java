package io.rollcall.benchmarks.simulator;

import io.rollcall.benchmarks.simulator.scenario.Report;
import java.util.List;

/** A play, what it showed, and that as it is printed. */
record Played(Play play, Report report, List<Result> results) {}
