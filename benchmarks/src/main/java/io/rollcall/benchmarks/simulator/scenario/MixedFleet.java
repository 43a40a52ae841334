package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import io.rollcall.benchmarks.simulator.engine.ServiceTime;
import java.time.Duration;
import java.util.List;

/** H2: half the servers run at half speed, and nobody told the clients. At load 0.9 each share counts. */
final class MixedFleet implements Scenario {
    private static final int SERVERS = 50;
    private static final int CLIENTS = 20;
    private static final double LOAD = 0.9;
    private static final Duration FAST = Duration.ofMillis(10);
    private static final double SLOWER = 2;

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
        ServiceTime fast = ServiceTime.exponential(FAST);
        Cluster cluster = new Cluster(seed)
                .servers(SERVERS / 2, fast)
                .servers(SERVERS / 2, fast.times(SLOWER))
                .clients(CLIENTS, strategy);
        double capacity = SERVERS / 2.0 * (1 + 1 / SLOWER) / FAST.toMillis() * 1_000;
        Recording seen =
                cluster.traffic(LOAD * capacity, Duration.ofSeconds(60)).run();
        return List.of(
                Figure.of("p50 ms", seen.percentileMillis(0.5)),
                Figure.of("p99 ms", seen.percentileMillis(0.99)),
                Figure.of("p99.9 ms", seen.percentileMillis(0.999)));
    }
}
