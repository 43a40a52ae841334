package io.rollcall.benchmarks.simulator.scenario;

import static io.rollcall.benchmarks.simulator.scenario.Fleets.CLIENTS;
import static io.rollcall.benchmarks.simulator.scenario.Fleets.SERVERS;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import io.rollcall.benchmarks.simulator.engine.Server;
import java.time.Duration;
import java.util.List;

/**
 * R10: every server responds to half its requests with an error for 20 seconds, and every client tries three times.
 * Without a budget the load would grow by three quarters; with one it grows by the budget, and the growth ends with the
 * errors.
 */
final class RetryStorm implements Scenario {
    private static final double LOAD = 0.6;
    private static final int ATTEMPTS = 3;
    private static final double BUDGET = 0.2;
    private static final double ERRORS = 0.5;
    private static final int FROM = 20;
    private static final int TO = 40;
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private static final int WINDOW = 10;
    private static final int SOON = 5;
    /** A budget saved before the storm must not be spent at once: 1.2, plus random variation within one second. */
    private static final double WORST_SECOND = 1.25;

    private static final double NORMAL = 0.001;

    @Override
    public String name() {
        return "R10";
    }

    @Override
    public String title() {
        return "retry storm: all servers at 50 % errors for 20 s, three attempts, a budget of 0.2";
    }

    @Override
    public List<String> strategies() {
        return List.of("round-robin", "least-request", "peak-ewma");
    }

    @Override
    public Report play(String strategy, long seed) {
        Cluster cluster = new Cluster(seed);
        Fleets.add(cluster, SERVERS, 1);
        cluster.clients(
                CLIENTS,
                () -> Cluster.policy(strategy)
                        .retry(retry -> retry.attempts(ATTEMPTS).budget(BUDGET))
                        .build());
        cluster.simulation().at(Duration.ofSeconds(FROM), () -> errors(cluster, ERRORS));
        cluster.simulation().at(Duration.ofSeconds(TO), () -> errors(cluster, 0));
        Recording seen = cluster.traffic(LOAD * Fleets.capacity(SERVERS), LENGTH)
                .attempts(ATTEMPTS)
                .run();
        Duration from = Duration.ofSeconds(FROM);
        Duration to = Duration.ofSeconds(TO);
        double offered =
                (double) seen.attempted().between(from, to) / seen.began().between(from, to);
        return new Report(
                List.of(
                        Figure.of("offered load, of the original", offered).must(offeredAtMost()),
                        Figure.of("offered load, worst second", worstSecond(seen))
                                .must(Gate.atMost(WORST_SECOND)),
                        Figure.of("recovered after s", recovered(seen)).must(Gate.atMost(SOON)),
                        Figure.of(
                                "errors in the storm",
                                (double) seen.failed().between(from, to)
                                        / seen.began().between(from, to))),
                List.of(new Curve(
                        "requests per call", "seconds", seen.attempted().shareOf(seen.began()))));
    }

    /**
     * One, the budget, and random variation: each client's budget is a share of its own calls of the last ten seconds,
     * whose number varies, and the maximum over the storm counts.
     */
    private static Gate offeredAtMost() {
        double callsInWindow = LOAD * Fleets.capacity(SERVERS) / CLIENTS * WINDOW;
        return Gate.atMost(1 + BUDGET * (1 + 3 / Math.sqrt(callsInWindow)));
    }

    private static double worstSecond(Recording seen) {
        return seen.attempted().shareOf(seen.began()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private static void errors(Cluster cluster, double share) {
        for (Server server : cluster.servers()) {
            server.fail(share, Fleets.NORMAL);
        }
    }

    /** Seconds from the end of the storm to the first second with hardly an error and no more requests than calls. */
    private static double recovered(Recording seen) {
        int second = TO;
        while (second < LENGTH.toSeconds() && !isWell(seen, second)) {
            second++;
        }
        return second - TO;
    }

    private static boolean isWell(Recording seen, int second) {
        long calls = seen.began().at(second);
        return seen.failed().at(second) <= NORMAL * calls && seen.attempted().at(second) <= (1 + NORMAL) * calls;
    }
}
