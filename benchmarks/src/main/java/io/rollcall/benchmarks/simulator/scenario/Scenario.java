package io.rollcall.benchmarks.simulator.scenario;

import java.util.List;

/** Something that happens to a fleet, played once for each strategy. Threadsafe: each play has a world of its own. */
public interface Scenario {

    /** A letter and a number: {@code H2}. */
    String name();

    /** In a few words. */
    String title();

    /** The strategies that are compared unless others are asked for. */
    List<String> strategies();

    /** Plays it, and returns what was measured. The same seed gives the same figures. */
    Report play(String strategy, long seed);
}
