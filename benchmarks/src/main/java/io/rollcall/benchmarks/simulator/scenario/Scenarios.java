package io.rollcall.benchmarks.simulator.scenario;

import java.util.List;

/** All scenarios. */
public final class Scenarios {
    private Scenarios() {}

    /** In the order in which they are played. */
    public static List<Scenario> all() {
        return List.of(
                new Supermarket(),
                new SlowForAWhile(),
                new MixedFleet(),
                new OneSlowServer(),
                new Recovery(),
                new FastFailer(),
                new CanaryAndWeights(),
                new ComingAndGoing(),
                new ThreeZones(),
                new LargeFleet(),
                new RetryStorm());
    }
}
