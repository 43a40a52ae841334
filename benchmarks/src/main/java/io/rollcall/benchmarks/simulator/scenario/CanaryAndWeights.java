package io.rollcall.benchmarks.simulator.scenario;

import io.rollcall.benchmarks.simulator.engine.Simulation;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * C6: configured shares. Instances get traffic by weight, within random variation or, with turns, exactly; a 90/10
 * canary is exact over any 1,000 requests, and within random variation for sticky users.
 */
final class CanaryAndWeights implements Scenario {
    private static final int PICKS = 200_000;
    private static final int WINDOW = 1_000;
    private static final double CANARY = 0.1;
    private static final Gate THREE_SIGMA = Gate.atMost(3);
    private static final Gate EXACT = Gate.atMost(0);
    private static final String NEW = "2.0.0";
    private static final Set<String> BY_WEIGHT =
            Set.of("weighted-random", "smooth-weighted-round-robin", "least-request");
    /** They add up to 500, so that a round of turns ends with each 1,000. */
    private static final int[] WEIGHTS = {10, 20, 30, 40, 50, 50, 60, 70, 80, 90};

    @Override
    public String name() {
        return "C6";
    }

    @Override
    public String title() {
        return "canary and weights: shares as configured";
    }

    @Override
    public List<String> strategies() {
        return List.of("weighted-random", "smooth-weighted-round-robin", "least-request");
    }

    @Override
    public Report play(String strategy, long seed) {
        ServicePolicy.Builder policy = ServicePolicy.builder().strategy(strategy);
        List<String> byWeight = picks(policy.build(), seed, i -> RequestContext.empty(), ServiceInstance::id);
        Route split = Route.split().add(90, Subset.version("1.x")).add(10, Subset.version("2.x"));
        List<Boolean> byTurns = canaries(strategy, seed, split);
        List<Boolean> bySticky = canaries(strategy, seed, split.stickyBy("user"));
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("weights: largest error, sigma", weightError(byWeight))
                .must(THREE_SIGMA));
        if (strategy.equals("smooth-weighted-round-robin")) {
            figures.add(Figure.of("weights: largest error in 1,000", largestWeightError(byWeight))
                    .must(EXACT));
        }
        figures.add(Figure.of("canary: largest error in 1,000", windowError(byTurns, canary -> canary, CANARY))
                .must(EXACT));
        figures.add(Figure.of("sticky canary: error, sigma", sigmas(count(bySticky, canary -> canary), CANARY))
                .must(THREE_SIGMA));
        return Report.of(figures);
    }

    private static List<Boolean> canaries(String strategy, long seed, Route route) {
        ServicePolicy policy =
                ServicePolicy.builder().strategy(strategy).route(route).build();
        return picks(policy, seed, i -> RequestContext.of("user", "u" + i), i -> NEW.equals(i.version()));
    }

    private static <T> List<T> picks(
            ServicePolicy policy, long seed, IntFunction<RequestContext> request, Function<ServiceInstance, T> seen) {
        Simulation simulation = new Simulation(seed);
        LoadBalancer balancer = LoadBalancer.builder("service")
                .policy(policy)
                .clock(simulation)
                .randomness(simulation.randomness())
                .build();
        balancer.update(instances());
        return IntStream.range(0, PICKS)
                .mapToObj(i -> seen.apply(balancer.choose(request.apply(i))))
                .toList();
    }

    private static List<ServiceInstance> instances() {
        return IntStream.range(0, WEIGHTS.length)
                .mapToObj(i -> ServiceInstance.named("service")
                        .id("s-" + i)
                        .host("10.0.0.1")
                        .port(i + 1)
                        .version(i % 3 == 0 ? NEW : "1.4.0")
                        .weight(WEIGHTS[i])
                        .build())
                .toList();
    }

    private static double share(int i) {
        return (double) WEIGHTS[i] / IntStream.of(WEIGHTS).sum();
    }

    private static double weightError(List<String> picked) {
        return IntStream.range(0, WEIGHTS.length)
                .mapToDouble(i -> sigmas(count(picked, id -> id.equals("s-" + i)), share(i)))
                .max()
                .orElseThrow();
    }

    private static double largestWeightError(List<String> picked) {
        return IntStream.range(0, WEIGHTS.length)
                .mapToDouble(i -> windowError(picked, id -> id.equals("s-" + i), share(i)))
                .max()
                .orElseThrow();
    }

    private static <T> long count(List<T> picked, Predicate<T> matching) {
        return picked.stream().filter(matching).count();
    }

    /** How far a count is from a binomial's mean, in its standard deviations. */
    private static double sigmas(long count, double share) {
        return Math.abs(count - share * PICKS) / Math.sqrt(PICKS * share * (1 - share));
    }

    /** The most by which any 1,000 consecutive picks miss the share. */
    private static <T> double windowError(List<T> picked, Predicate<T> matching, double share) {
        int inWindow = 0;
        double worst = 0;
        for (int i = 0; i < picked.size(); i++) {
            inWindow += matching.test(picked.get(i)) ? 1 : 0;
            if (i >= WINDOW) {
                inWindow -= matching.test(picked.get(i - WINDOW)) ? 1 : 0;
            }
            if (i >= WINDOW - 1) {
                worst = Math.max(worst, Math.abs(inWindow - share * WINDOW));
            }
        }
        return Math.round(worst * 1e6) / 1e6;
    }
}
