package io.rollcall.benchmarks.simulator.scenario;

import static io.rollcall.benchmarks.simulator.scenario.Fleets.CLIENTS;
import static io.rollcall.benchmarks.simulator.scenario.Fleets.SERVERS;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import io.rollcall.benchmarks.simulator.engine.ServiceTime;
import io.rollcall.loadbalancer.policy.OutlierDetection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * F5: one of 50 servers fails all calls within a millisecond. It is never busy and always quick, so a balancer that
 * looks at nothing else sends it more than its share. Played twice: by the strategy alone, and with outlier detection.
 */
final class FastFailer implements Scenario {
    private static final double LOAD = 0.6;
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private static final double FAIR = 1.0 / SERVERS;
    private static final double PENALISED = 0.001;

    @Override
    public String name() {
        return "F5";
    }

    @Override
    public String title() {
        return "fast failer: 1 of 50 fails everything in 1 ms, load 0.6";
    }

    @Override
    public List<String> strategies() {
        return List.of("round-robin", "least-request", "peak-ewma");
    }

    @Override
    public Report play(String strategy, long seed) {
        boolean penalises = strategy.equals("peak-ewma");
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("error share, strategy alone", errors(strategy, OutlierDetection.off(), seed))
                .must(penalises, Gate.atMost(PENALISED)));
        figures.add(Figure.of("error share", errors(strategy, OutlierDetection.defaults(), seed))
                .must(Gate.atMost(penalises ? PENALISED : FAIR)));
        return Report.of(figures);
    }

    private static double errors(String strategy, OutlierDetection detection, long seed) {
        Cluster cluster = new Cluster(seed);
        Fleets.add(cluster, SERVERS, 1);
        cluster.servers().get(0).fail(1, ServiceTime.around(Duration.ofMillis(1), Duration.ZERO));
        cluster.clients(
                CLIENTS,
                () -> Cluster.policy(strategy).outlierDetection(detection).build());
        Recording seen =
                cluster.traffic(LOAD * Fleets.capacity(SERVERS), LENGTH).run();
        return seen.failureShare();
    }
}
