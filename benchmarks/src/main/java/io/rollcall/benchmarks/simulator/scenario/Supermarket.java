package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import io.rollcall.benchmarks.simulator.engine.ServiceTime;
import java.time.Duration;
import java.util.List;

/**
 * V0: calibrates the simulator. 500 servers with exponential service times of one second at load 0.9, and one
 * dispatcher that sees all queues: the model whose mean time Mitzenmacher (1996) and Vvedenskaya, Dobrushin and
 * Karpelevich (1996) solved. If these figures are wrong, no other figure is valid.
 */
final class Supermarket implements Scenario {
    private static final int SERVERS = 500;
    private static final double LOAD = 0.9;
    private static final double TOLERANCE = 0.02;

    @Override
    public String name() {
        return "V0";
    }

    @Override
    public String title() {
        return "supermarket model: 500 M/M/1 servers, one dispatcher, load 0.9";
    }

    @Override
    public List<String> strategies() {
        return List.of("random", "least-request");
    }

    @Override
    public Report play(String strategy, long seed) {
        boolean random = strategy.equals("random");
        // Unbalanced queues take a hundred times as long to settle, and their mean converges as slowly.
        Duration warmup = Duration.ofSeconds(random ? 2_000 : 200);
        Duration length = Duration.ofSeconds(random ? 12_000 : 2_000);
        Cluster cluster = new Cluster(seed)
                .servers(SERVERS, ServiceTime.exponential(Duration.ofSeconds(1)))
                .clients(1, strategy);
        Recording seen = cluster.traffic(SERVERS * LOAD, length).warmup(warmup).run();
        Figure mean = Figure.of("mean s", seen.meanMillis() / 1_000);
        return Report.of(
                switch (strategy) {
                    case "random" -> List.of(mean.must(Gate.within(2 * TOLERANCE, 1 / (1 - LOAD))));
                    case "least-request" -> List.of(mean.must(Gate.within(TOLERANCE, twoChoices())));
                    default -> List.of(mean);
                });
    }

    /** The sum over i from 1 of λ^(2^i − 2). */
    static double twoChoices() {
        double sum = 0;
        for (int i = 1; i <= 20; i++) {
            sum += Math.pow(LOAD, Math.pow(2, i) - 2);
        }
        return sum;
    }
}
