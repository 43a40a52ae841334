package io.rollcall.benchmarks.simulator.scenario;

import static io.rollcall.benchmarks.simulator.scenario.Fleets.CLIENTS;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import io.rollcall.benchmarks.simulator.engine.Server;
import io.rollcall.benchmarks.simulator.engine.ServiceTime;
import io.rollcall.loadbalancer.policy.SlowStart;
import java.time.Duration;
import java.util.List;

/**
 * S7: an instance joins, another fails everything, is ejected, heals and returns. Both come back through a slow start
 * of 30 seconds: their share rises to fair and never above it.
 */
final class ComingAndGoing implements Scenario {
    private static final int SERVERS = 10;
    private static final double LOAD = 0.6;
    private static final SlowStart SLOWLY = SlowStart.over(Duration.ofSeconds(30));
    private static final Duration JOINS = Duration.ofSeconds(20);
    private static final Duration FAILS = Duration.ofSeconds(80);
    private static final Duration HEALS = Duration.ofSeconds(90);
    /** Ejections last 30 s from when each client noticed. */
    private static final Duration RETURNS = Duration.ofSeconds(111);

    private static final Duration LENGTH = Duration.ofSeconds(180);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final double FAIR = 1.0 / (SERVERS + 1);

    @Override
    public String name() {
        return "S7";
    }

    @Override
    public String title() {
        return "slow start, ejection and return: shares over time";
    }

    @Override
    public List<String> strategies() {
        return List.of("round-robin", "smooth-weighted-round-robin", "least-request", "peak-ewma");
    }

    @Override
    public Report play(String strategy, long seed) {
        Cluster cluster = new Cluster(seed);
        Fleets.add(cluster, SERVERS, 1);
        cluster.clients(
                CLIENTS, () -> Cluster.policy(strategy).slowStart(SLOWLY).build());
        Fleets.add(cluster, 1, 1);
        Server patient = cluster.servers().get(0);
        Server newcomer = cluster.servers().get(SERVERS);
        ServiceTime atOnce = ServiceTime.around(Duration.ofMillis(1), Duration.ZERO);
        cluster.simulation().at(JOINS, () -> cluster.announce(cluster.servers()));
        cluster.simulation().at(FAILS, () -> patient.fail(1, atOnce));
        cluster.simulation().at(HEALS, () -> patient.fail(0, atOnce));
        Recording seen =
                cluster.traffic(LOAD * Fleets.capacity(SERVERS), LENGTH).run();
        Shares joining = new Shares(newcomer, seen);
        Shares returning = new Shares(patient, seen);
        return new Report(
                List.of(
                        Figure.of("newcomer: first 5 s, of fair", joining.from(JOINS))
                                .must(Gate.atMost(0.5)),
                        Figure.of("newcomer: most in 5 s, of fair", joining.most(JOINS, FAILS))
                                .must(joining.gate()),
                        Figure.of("newcomer: 30 s later, of fair", joining.from(JOINS.plusSeconds(35)))
                                .must(Gate.atLeast(0.8)),
                        Figure.of("ejected: share while out, of fair", returning.from(HEALS))
                                .must(Gate.atMost(0.01)),
                        Figure.of("returning: most in 5 s, of fair", returning.most(HEALS, LENGTH))
                                .must(returning.gate()),
                        Figure.of("returning: 45 s later, of fair", returning.from(RETURNS.plusSeconds(45)))
                                .must(Gate.atLeast(0.8)),
                        Figure.of("error share", seen.failureShare())),
                List.of(
                        new Curve(
                                "share of a newcomer",
                                "seconds",
                                newcomer.received().shareOf(seen.began())),
                        new Curve(
                                "share of one that fails and returns",
                                "seconds",
                                patient.received().shareOf(seen.began()))));
    }

    /** A server's share in windows of five seconds, as a multiple of the fair one. */
    private record Shares(Server server, Recording seen) {
        double from(Duration start) {
            return server.received().between(start, start.plus(STEP))
                    / (FAIR * seen.began().between(start, start.plus(STEP)));
        }

        double most(Duration from, Duration to) {
            double most = 0;
            for (Duration at = from; at.plus(STEP).compareTo(to) <= 0; at = at.plusSeconds(1)) {
                most = Math.max(most, from(at));
            }
            return most;
        }

        /** Fair, and four standard deviations of a window's count: the most of some hundred windows is looked at. */
        Gate gate() {
            double expected = FAIR * seen.began().between(JOINS, JOINS.plus(STEP));
            return Gate.atMost(1 + 4 / Math.sqrt(expected));
        }
    }
}
