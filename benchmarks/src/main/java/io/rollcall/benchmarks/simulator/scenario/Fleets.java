package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import io.rollcall.benchmarks.simulator.engine.ServiceTime;
import java.time.Duration;
import java.util.List;

/**
 * The fleet that most scenarios use: 50 servers of four workers each, that take 28 ms on average, and 20 clients. With
 * these figures round-robin, two choices and the oracle come out within a few per cent of the reference simulator's.
 */
final class Fleets {
    static final int SERVERS = 50;
    static final int CLIENTS = 20;
    static final int WORKERS = 4;
    static final Duration MEAN = Duration.ofMillis(28);
    static final ServiceTime NORMAL = ServiceTime.logNormal(MEAN, 0.4);

    private Fleets() {}

    /** Adds {@code count} servers that are slower by {@code factor}. */
    static void add(Cluster cluster, int count, double factor) {
        for (int i = 0; i < count; i++) {
            cluster.server(WORKERS, NORMAL.times(factor), instance -> instance);
        }
    }

    /** Requests per second that {@code servers} servers at full speed can carry. */
    static double capacity(double servers) {
        return servers * WORKERS / (MEAN.toNanos() / 1e9);
    }

    /** The latencies that every scenario shows. */
    static List<Figure> latencies(Recording seen) {
        return List.of(
                Figure.of("p50 ms", seen.percentileMillis(0.5)),
                Figure.of("p99 ms", seen.percentileMillis(0.99)),
                Figure.of("p99.9 ms", seen.percentileMillis(0.999)));
    }

    /** The same figures, the one of this metric with a condition. */
    static List<Figure> gated(List<Figure> figures, String metric, Gate gate) {
        return figures.stream()
                .map(figure -> figure.must(figure.metric().equals(metric), gate))
                .toList();
    }
}
