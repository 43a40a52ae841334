package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import java.util.List;

/** Something that happens to a fleet, played once for each strategy. Threadsafe: each play has a world of its own. */
public interface Scenario {

    /** A letter and a number: {@code H2}. */
    String name();

    /** In a few words. */
    String title();

    /** The strategies that are compared by default. */
    List<String> strategies();

    /** Whether {@code strategy} can be played here. The oracle only where it is among the compared. */
    default boolean plays(String strategy) {
        return !strategy.equals(Cluster.ORACLE) || strategies().contains(strategy);
    }

    /** Plays it, and returns what was measured. The same seed gives the same figures. */
    Report play(String strategy, long seed);
}
