package io.rollcall.benchmarks.simulator.scenario;

import static io.rollcall.benchmarks.simulator.scenario.Fleets.CLIENTS;
import static io.rollcall.benchmarks.simulator.scenario.Fleets.SERVERS;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import java.time.Duration;
import java.util.List;

/**
 * H2: half the servers run at half speed, and nobody told the clients. At load 0.9 equal shares are too much for the
 * slow half: its queues grow for as long as it lasts.
 */
final class MixedFleet implements Scenario {
    private static final double LOAD = 0.9;
    private static final double SLOWER = 2;
    private static final Duration LENGTH = Duration.ofSeconds(70);
    private static final double OF_ORACLE = 1.6;

    @Override
    public String name() {
        return "H2";
    }

    @Override
    public String title() {
        return "mixed fleet: half of 50 servers at half speed, load 0.9";
    }

    @Override
    public List<String> strategies() {
        return List.of("round-robin", "least-request", Cluster.ORACLE);
    }

    @Override
    public List<Figure> play(String strategy, long seed) {
        Recording seen = run(strategy, seed);
        if (!strategy.equals("peak-ewma")) {
            return Fleets.latencies(seen);
        }
        double most = OF_ORACLE * run(Cluster.ORACLE, seed).percentileMillis(0.99);
        return Fleets.latencies(seen).stream()
                .map(figure -> figure.must(figure.metric().equals("p99 ms"), Gate.atMost(most)))
                .toList();
    }

    private static Recording run(String strategy, long seed) {
        Cluster cluster = new Cluster(seed);
        Fleets.add(cluster, SERVERS / 2, 1);
        Fleets.add(cluster, SERVERS / 2, SLOWER);
        cluster.clients(CLIENTS, strategy);
        double capacity = Fleets.capacity(SERVERS / 2.0 * (1 + 1 / SLOWER));
        return cluster.traffic(LOAD * capacity, LENGTH).run();
    }
}
