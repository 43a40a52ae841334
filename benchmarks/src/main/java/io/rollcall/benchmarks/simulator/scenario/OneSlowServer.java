package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import io.rollcall.benchmarks.simulator.engine.ServiceTime;
import java.time.Duration;
import java.util.List;

/** O3: one of 50 servers is ten times slower than the rest, at load 0.6: does the tail notice? */
final class OneSlowServer implements Scenario {
    private static final int SERVERS = 50;
    private static final int CLIENTS = 20;
    private static final double LOAD = 0.6;
    private static final Duration WELL = Duration.ofMillis(10);
    private static final double SLOWER = 10;

    @Override
    public String name() {
        return "O3";
    }

    @Override
    public String title() {
        return "one bad server: 1 of 50 ten times slower, load 0.6";
    }

    @Override
    public List<String> strategies() {
        return List.of("round-robin", "least-request", Cluster.ORACLE);
    }

    @Override
    public List<Figure> play(String strategy, long seed) {
        ServiceTime well = ServiceTime.exponential(WELL);
        Cluster cluster = new Cluster(seed)
                .servers(1, well.times(SLOWER))
                .servers(SERVERS - 1, well)
                .clients(CLIENTS, strategy);
        double perSecond = LOAD * SERVERS / WELL.toMillis() * 1_000;
        Recording seen = cluster.traffic(perSecond, Duration.ofSeconds(60)).run();
        return List.of(
                Figure.of("p50 ms", seen.percentileMillis(0.5)),
                Figure.of("p99 ms", seen.percentileMillis(0.99)),
                Figure.of("p99.9 ms", seen.percentileMillis(0.999)));
    }
}
