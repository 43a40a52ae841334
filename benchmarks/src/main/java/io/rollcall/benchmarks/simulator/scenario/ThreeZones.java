package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Client;
import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.engine.Server;
import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Z8: three zones of unequal capacity. Callers stay at home as far as their zone can carry them; the rest goes where
 * there is room, by Envoy's percentages. Then zone a loses half its servers.
 *
 * <p>Of 20 servers a has 10, b 6, c 4: 0.5, 0.3 and 0.2 of capacity. Of 20 callers a has 8, b 8, c 4: 0.4, 0.4, 0.2. So
 * a and c stay at home, b keeps 0.3 / 0.4 and sends a quarter to a, the only zone with room: a tenth of all traffic
 * crosses. With 5, 6 and 4 servers a keeps (5 / 15) / 0.4 = 5/6 of its calls and sends the rest to c, the only zone
 * with room: 0.4 / 6 of all traffic crosses.
 */
final class ThreeZones implements Scenario {
    private static final List<String> ZONES = List.of("a", "b", "c");
    private static final int[] SERVERS = {10, 6, 4};
    private static final int[] CALLERS = {8, 8, 4};
    private static final double BEFORE = 0.1;
    private static final double AFTER = 0.4 / 6;
    private static final double LOAD = 0.4;
    private static final Duration LOSS = Duration.ofSeconds(60);
    private static final Duration LENGTH = Duration.ofSeconds(120);

    @Override
    public String name() {
        return "Z8";
    }

    @Override
    public String title() {
        return "zones: cross-zone share by Envoy's formula, before and after a zone loses half";
    }

    @Override
    public List<String> strategies() {
        return List.of("round-robin", "least-request", "peak-ewma");
    }

    @Override
    public Report play(String strategy, long seed) {
        Cluster cluster = new Cluster(seed);
        for (int zone = 0; zone < ZONES.size(); zone++) {
            String name = ZONES.get(zone);
            for (int i = 0; i < SERVERS[zone]; i++) {
                cluster.server(Fleets.WORKERS, Fleets.NORMAL, instance -> instance.zone(name));
            }
        }
        List<CrossZone> counted = callers(cluster, strategy);
        List<Server> left =
                cluster.servers().subList(SERVERS[0] / 2, cluster.servers().size());
        List<Double> shares = new ArrayList<>();
        cluster.simulation().at(LOSS, () -> {
            shares.add(crossZone(counted));
            counted.forEach(CrossZone::reset);
            cluster.announce(left);
        });
        cluster.traffic(LOAD * Fleets.capacity(20), LENGTH).run();
        long calls = counted.stream().mapToLong(CrossZone::calls).sum();
        return Report.of(List.of(
                Figure.of("cross-zone share", shares.get(0)).must(withinDeviation(BEFORE, calls)),
                Figure.of("cross-zone share after the loss", crossZone(counted)).must(withinDeviation(AFTER, calls))));
    }

    private static List<CrossZone> callers(Cluster cluster, String strategy) {
        List<ServiceInstance> fleet = new ArrayList<>();
        List<CrossZone> counted = new ArrayList<>();
        for (int zone = 0; zone < ZONES.size(); zone++) {
            String name = ZONES.get(zone);
            for (int i = 0; i < CALLERS[zone]; i++) {
                fleet.add(ServiceInstance.named("caller")
                        .id(name + i)
                        .host("10.1.0.1")
                        .port(80)
                        .zone(name)
                        .build());
                Client client = cluster.client(
                        Cluster.policy(strategy).locality(Locality.in(name)).build());
                counted.add(new CrossZone(client, name));
            }
        }
        cluster.clients().clear();
        cluster.clients().addAll(counted);
        cluster.clients().forEach(client -> client.callers(fleet));
        return counted;
    }

    private static double crossZone(List<CrossZone> clients) {
        double crossed = clients.stream().mapToLong(CrossZone::crossed).sum();
        return crossed / clients.stream().mapToLong(CrossZone::calls).sum();
    }

    /** Four standard deviations: callers are drawn at random, and each draws its zone at random. */
    private static Gate withinDeviation(double share, long calls) {
        double sigma = Math.sqrt(share * (1 - share) / calls);
        return Gate.between(share - 4 * sigma, share + 4 * sigma);
    }
}
