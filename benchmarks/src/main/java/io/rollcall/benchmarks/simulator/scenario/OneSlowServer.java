package io.rollcall.benchmarks.simulator.scenario;

import static io.rollcall.benchmarks.simulator.scenario.Fleets.CLIENTS;
import static io.rollcall.benchmarks.simulator.scenario.Fleets.SERVERS;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import java.time.Duration;
import java.util.List;

/**
 * O3: one of 50 servers is ten times slower than the rest, at load 0.6. A strategy that does not notice sends it one
 * call in 50.
 */
final class OneSlowServer implements Scenario {
    private static final double LOAD = 0.6;
    private static final double SLOWER = 10;
    private static final Duration LENGTH = Duration.ofSeconds(20);
    private static final Gate TAIL = Gate.atMost(110);

    @Override
    public String name() {
        return "O3";
    }

    @Override
    public String title() {
        return "one slow server: 1 of 50 ten times slower, load 0.6";
    }

    @Override
    public List<String> strategies() {
        return List.of("round-robin", "least-request", "peak-ewma", Cluster.ORACLE);
    }

    @Override
    public Report play(String strategy, long seed) {
        Cluster cluster = new Cluster(seed);
        Fleets.add(cluster, 1, SLOWER);
        Fleets.add(cluster, SERVERS - 1, 1);
        cluster.clients(CLIENTS, strategy);
        double capacity = Fleets.capacity(SERVERS - 1 + 1 / SLOWER);
        Recording seen = cluster.traffic(LOAD * capacity, LENGTH).run();
        List<Figure> figures = Fleets.latencies(seen);
        return Report.of(strategy.equals("peak-ewma") ? Fleets.gated(figures, "p99.9 ms", TAIL) : figures);
    }
}
