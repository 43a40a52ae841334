package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import io.rollcall.benchmarks.simulator.engine.Server;
import io.rollcall.benchmarks.simulator.engine.ServiceTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * L1: the experiment that linkerd's authors published (Beyond round robin, 2016). One client, as their proxy was, sends
 * 1,000 requests a second to 11 servers; for half a minute one of them takes two seconds. How many get a response
 * within one?
 */
final class SlowForAWhile implements Scenario {
    private static final int SERVERS = 11;
    private static final double PER_SECOND = 1_000;
    private static final ServiceTime NORMAL = ServiceTime.around(Duration.ofMillis(167), Duration.ofMillis(5));
    private static final ServiceTime SLOW = ServiceTime.around(Duration.ofSeconds(2), Duration.ZERO);
    private static final Duration SLOW_FROM = Duration.ofSeconds(15);
    private static final Duration NORMAL_FROM = Duration.ofSeconds(45);
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final double ANSWERED = 0.999;
    private static final double DRAINED = 0.1;

    @Override
    public String name() {
        return "L1";
    }

    @Override
    public String title() {
        return "linkerd's experiment: 1 of 11 servers takes 2 s for 30 of 60 s";
    }

    @Override
    public List<String> strategies() {
        return List.of("round-robin", "least-request", "peak-ewma");
    }

    @Override
    public Report play(String strategy, long seed) {
        Cluster cluster = new Cluster(seed);
        for (int i = 0; i < SERVERS; i++) {
            cluster.server(Server.UNLIMITED, NORMAL, instance -> instance);
        }
        cluster.clients(1, strategy);
        Server slow = cluster.servers().get(0);
        cluster.simulation().at(SLOW_FROM, () -> slow.serviceTime(SLOW));
        cluster.simulation().at(NORMAL_FROM, () -> slow.serviceTime(NORMAL));
        Recording seen = cluster.traffic(PER_SECOND, LENGTH).run();
        List<Double> share = slow.received().shareOf(seen.began());
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("responses within 1 s", seen.shareWithin(LIMIT))
                .must(strategy.equals("peak-ewma"), Gate.atLeast(ANSWERED)));
        figures.add(Figure.of("drained after s", drained(share)));
        figures.addAll(Fleets.latencies(seen));
        return new Report(figures, List.of(new Curve("share of the slow server", "seconds", share)));
    }

    /** Seconds until the slow server got less than a tenth of its fair share; the whole time if it never did. */
    private static double drained(List<Double> share) {
        int from = (int) SLOW_FROM.toSeconds();
        for (int second = from; second < NORMAL_FROM.toSeconds(); second++) {
            if (share.get(second) < DRAINED / SERVERS) {
                return second - from;
            }
        }
        return NORMAL_FROM.minus(SLOW_FROM).toSeconds();
    }
}
