package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Simulation;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.FleetSubset;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * D9: 1,000 callers of 300 servers, each using 20. How even are the connections over the servers, and how many change
 * when one server or one caller leaves? Played with callers that know each other, and with callers that do not.
 */
final class LargeFleet implements Scenario {
    /** Round-robin over a subset meets all of it in one round. */
    private static final String STRATEGY = "round-robin";

    private static final int CALLERS = 1_000;
    private static final int SERVERS = 300;
    private static final int SIZE = 20;
    private static final double EVEN = 1.1;
    private static final double FEW = 0.05;

    @Override
    public String name() {
        return "D9";
    }

    @Override
    public String title() {
        return "subsets: 1,000 callers, 300 servers, 20 each";
    }

    @Override
    public List<String> strategies() {
        return List.of(STRATEGY);
    }

    /** Only the one whose picks show the subset. */
    @Override
    public boolean plays(String strategy) {
        return strategy.equals(STRATEGY);
    }

    @Override
    public Report play(String strategy, long seed) {
        List<Figure> figures = new ArrayList<>(play(true, seed));
        figures.addAll(play(false, seed));
        return Report.of(figures);
    }

    private static List<Figure> play(boolean known, long seed) {
        String fleet = known ? "fleet known: " : "fleet unknown: ";
        Simulation simulation = new Simulation(seed);
        List<ServiceInstance> servers = instances("server", SERVERS, seed);
        List<ServiceInstance> callers = instances("caller", CALLERS, seed);
        List<LoadBalancer> balancers = callers.stream()
                .map(caller -> balancer(simulation, caller, servers, known ? callers : List.of()))
                .toList();
        List<Set<String>> before = subsets(balancers);
        balancers.forEach(balancer -> balancer.update(servers.subList(1, SERVERS)));
        double serverGone = churn(before, subsets(balancers));
        balancers.forEach(balancer -> balancer.update(servers));
        List<LoadBalancer> stayed = balancers.subList(1, CALLERS);
        stayed.forEach(balancer -> balancer.callers(known ? callers.subList(1, CALLERS) : List.of()));
        double callerGone = churn(before.subList(1, CALLERS), subsets(stayed));
        return List.of(
                Figure.of(fleet + "most, of the mean", unevenness(before)).must(known, Gate.atMost(EVEN)),
                Figure.of(fleet + "churn, a server less", serverGone).must(Gate.atMost(FEW)),
                Figure.of(fleet + "churn, a caller less", callerGone).must(Gate.atMost(FEW)));
    }

    private static LoadBalancer balancer(
            Simulation simulation, ServiceInstance caller, List<ServiceInstance> servers, List<ServiceInstance> fleet) {
        LoadBalancer balancer = LoadBalancer.builder("server")
                .policy(ServicePolicy.builder()
                        .strategy(STRATEGY)
                        .fleetSubset(FleetSubset.of(SIZE, caller.id()))
                        .build())
                .clock(simulation)
                .randomness(simulation.randomness())
                .build();
        balancer.callers(fleet);
        balancer.update(servers);
        return balancer;
    }

    private static List<ServiceInstance> instances(String service, int count, long seed) {
        return IntStream.range(0, count)
                .mapToObj(i -> ServiceInstance.named(service)
                        .id(service + "-" + seed + "-" + i)
                        .host("10.0.0.1")
                        .port(i + 1)
                        .build())
                .toList();
    }

    /** The servers that each caller uses. */
    private static List<Set<String>> subsets(List<LoadBalancer> balancers) {
        List<Set<String>> subsets = new ArrayList<>();
        for (LoadBalancer balancer : balancers) {
            Set<String> subset = new HashSet<>();
            for (int i = 0; i < SIZE; i++) {
                subset.add(balancer.choose().id());
            }
            subsets.add(subset);
        }
        return subsets;
    }

    private static double unevenness(List<Set<String>> subsets) {
        Map<String, Integer> connections = new HashMap<>();
        subsets.stream().flatMap(Collection::stream).forEach(id -> connections.merge(id, 1, Integer::sum));
        double mean = (double) CALLERS * SIZE / SERVERS;
        return connections.values().stream().mapToInt(Integer::intValue).max().orElse(0) / mean;
    }

    /** The share of connections that were not there before. */
    private static double churn(List<Set<String>> before, List<Set<String>> after) {
        double fresh = 0;
        for (int i = 0; i < before.size(); i++) {
            Set<String> added = new HashSet<>(after.get(i));
            added.removeAll(before.get(i));
            fresh += added.size();
        }
        return fresh / (before.size() * SIZE);
    }
}
