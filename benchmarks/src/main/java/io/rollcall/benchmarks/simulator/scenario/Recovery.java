package io.rollcall.benchmarks.simulator.scenario;

import static io.rollcall.benchmarks.simulator.scenario.Fleets.CLIENTS;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Recording;
import io.rollcall.benchmarks.simulator.engine.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * E6: a server is slow for a minute, then recovers. Does it get traffic again, at 20 requests a second as at 2,000? A
 * latency that is only remembered when a call ends is never forgotten, because no call is made.
 */
final class Recovery implements Scenario {
    private static final int SERVERS = 10;
    private static final List<Integer> RATES = List.of(20, 2_000);
    private static final double SLOWER = 40;
    private static final Duration WELL_AGAIN = Duration.ofSeconds(60);
    /** Counting starts a minute later, and lasts long enough for variation to average out at 20 requests a second. */
    private static final Duration FROM = Duration.ofSeconds(120);

    private static final Duration TO = Duration.ofSeconds(320);

    @Override
    public String name() {
        return "E6";
    }

    @Override
    public String title() {
        return "recovery: 1 of 10 servers slow for a minute, then at full speed; its share a minute later";
    }

    @Override
    public List<String> strategies() {
        return List.of("least-request", "peak-ewma");
    }

    @Override
    public Report play(String strategy, long seed) {
        List<Figure> figures = new ArrayList<>();
        for (int rate : RATES) {
            figures.add(Figure.of("share at " + rate + "/s, of fair", share(strategy, seed, rate))
                    .must(Gate.between(0.8, 1.2)));
        }
        return Report.of(figures);
    }

    private static double share(String strategy, long seed, int perSecond) {
        Cluster cluster = new Cluster(seed);
        for (int i = 0; i < SERVERS; i++) {
            cluster.server(Server.UNLIMITED, Fleets.NORMAL, instance -> instance);
        }
        cluster.clients(CLIENTS, strategy);
        Server patient = cluster.servers().get(0);
        patient.serviceTime(Fleets.NORMAL.times(SLOWER));
        cluster.simulation().at(WELL_AGAIN, () -> patient.serviceTime(Fleets.NORMAL));
        Recording seen = cluster.traffic(perSecond, TO).run();
        return (double) SERVERS
                * patient.received().between(FROM, TO)
                / seen.began().between(FROM, TO);
    }
}
