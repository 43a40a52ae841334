package io.rollcall.benchmarks.simulator.scenario;

import java.util.List;

/** All scenarios. */
public final class Scenarios {
    private Scenarios() {}

    /** In the order in which they are played. */
    public static List<Scenario> all() {
        return List.of(new Supermarket(), new MixedFleet(), new OneSlowServer(), new FastFailer());
    }
}
