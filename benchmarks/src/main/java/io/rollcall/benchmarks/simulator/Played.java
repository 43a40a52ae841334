package io.rollcall.benchmarks.simulator;

import io.rollcall.benchmarks.simulator.scenario.Curve;
import java.util.List;

/** A play and what it showed. */
record Played(Play play, List<Result> results, List<Curve> curves) {}
