package io.rollcall.benchmarks.simulator.scenario;

import static io.rollcall.benchmarks.simulator.scenario.Fleets.CLIENTS;
import static io.rollcall.benchmarks.simulator.scenario.Fleets.SERVERS;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import java.time.Duration;
import java.util.List;

/**
 * H2: half the servers run at half speed, unknown to the clients. At load 0.9 equal shares overload the slow half: its
 * queues grow for as long as it lasts.
 */
final class MixedFleet implements Scenario {
    private static final double LOAD = 0.9;
    private static final double SLOWER = 2;
    private static final Duration LENGTH = Duration.ofSeconds(70);
    private static final double OF_ORACLE = 1.6;
    private static final double P99 = 0.99;

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
        return List.of("round-robin", "least-request", "peak-ewma", Cluster.ORACLE);
    }

    @Override
    public Report play(String strategy, long seed) {
        Cluster cluster = cluster(strategy, seed);
        List<Figure> figures = Fleets.latencies(run(cluster));
        if (strategy.equals("peak-ewma")) {
            double best = run(cluster(Cluster.ORACLE, seed)).percentileMillis(P99);
            figures = Fleets.gated(figures, "p99 ms", Gate.atMost(OF_ORACLE * best));
        }
        return new Report(
                figures, List.of(new Curve("share of each instance, fast half first", "instance", shares(cluster))));
    }

    private static Cluster cluster(String strategy, long seed) {
        Cluster cluster = new Cluster(seed);
        Fleets.add(cluster, SERVERS / 2, 1);
        Fleets.add(cluster, SERVERS / 2, SLOWER);
        return cluster.clients(CLIENTS, strategy);
    }

    private static Recording run(Cluster cluster) {
        double capacity = Fleets.capacity(SERVERS / 2.0 * (1 + 1 / SLOWER));
        return cluster.traffic(LOAD * capacity, LENGTH).run();
    }

    /** Of a fair share: 1 is as many as everyone. */
    private static List<Double> shares(Cluster cluster) {
        double all =
                cluster.servers().stream().mapToLong(s -> s.received().total()).sum();
        return cluster.servers().stream()
                .map(s -> s.received().total() / all * SERVERS)
                .toList();
    }
}
