package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.Seeds;
import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.loadbalancer.strategy.Candidates;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every legal policy compiles, whatever the weights; and if a strategy fails all the same, the update is not lost. */
class LegalPolicyTest {
    private static final double[] LEAST_SHARES = {0, 0, Double.MIN_VALUE, 1e-300, 1e-12, 1e-4, 0.05, 0.1, 1};
    private static final double[] AGGRESSIONS = {1e-3, 0.5, 1, 2, 1e6, Double.MAX_VALUE};
    private static final String[] ZONES = {"a", "b", "c"};

    private final VirtualTime time = new VirtualTime();

    /** All but the example of a strategy of one's own, which always picks the same. */
    static List<String> strategies() {
        return Strategies.names().stream()
                .filter(name -> !name.equals("newest"))
                .toList();
    }

    @Seeds(400)
    @DisplayName("F48 a legal policy always compiles")
    void aLegalPolicyAlwaysCompiles(Seeds.Case it) {
        List<String> names = List.copyOf(Strategies.names());
        ServicePolicy.Builder policy = ServicePolicy.builder()
                .strategy(names.get(it.between(0, names.size() - 1)))
                .slowStart(SlowStart.builder()
                        .window(Duration.ofSeconds(it.between(0, 3) * 10L))
                        .aggression(AGGRESSIONS[it.between(0, AGGRESSIONS.length - 1)])
                        .minShare(LEAST_SHARES[it.between(0, LEAST_SHARES.length - 1)])
                        .build());
        if (it.flip()) {
            policy.locality(Locality.builder()
                    .zone(ZONES[it.between(0, 2)])
                    .minInstances(it.between(0, 6))
                    .build());
        }
        if (it.flip()) {
            policy.fleetSubset(f -> f.size(it.between(1, 4)).caller("me"));
        }
        LoadBalancer balancer = balancer(policy.build());
        for (int update = 0; update < 6; update++) {
            List<ServiceInstance> fleet = fleet(it);
            balancer.update(fleet);
            if (it.flip()) {
                balancer.callers(fleet(it));
            }
            time.advance(Duration.ofMillis(it.between(0, 15_000)));
            balancer.tick();
            Set<String> present = fleet.stream().map(ServiceInstance::id).collect(Collectors.toSet());
            boolean any = fleet.stream().anyMatch(instance -> instance.weight() > 0);
            for (int i = 0; any && i < 20; i++) {
                assertThat(balancer.choose(RequestContext.keyed("k" + i)).id()).isIn(present);
            }
            assertThat(balancer.explain(RequestContext.empty()).toString()).doesNotContain("failed to compile");
        }
    }

    private static List<ServiceInstance> fleet(Seeds.Case it) {
        return IntStream.range(0, it.between(0, 8))
                .mapToObj(i -> {
                    ServiceInstance.Builder instance = Fleet.instance("i" + it.between(0, 100) + "-" + i)
                            .weight(it.flip() ? it.between(0, 3) : it.between(1, 10_000));
                    return it.flip() ? instance.zone(ZONES[it.between(0, 2)]).build() : instance.build();
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @DisplayName("F48 a lone newcomer takes what there is, though its share is 0")
    void aLoneNewcomerServes(String strategy) {
        LoadBalancer balancer = balancer(fromNothing(strategy));
        balancer.update(List.of(Fleet.instance("old").build()));

        balancer.update(List.of(Fleet.instance("new").build()));

        assertThat(Balancers.shares(balancer, 100)).isEqualTo(Map.of("new", 100));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @DisplayName("F48 a newcomer beside others gets nothing at a share of 0, and its part later")
    void aNewcomerBesideOthersStartsFromNothing(String strategy) {
        LoadBalancer balancer = balancer(fromNothing(strategy));
        balancer.update(List.of(Fleet.instance("old").build()));

        balancer.update(
                List.of(Fleet.instance("old").build(), Fleet.instance("new").build()));
        assertThat(shares(balancer)).isEqualTo(Map.of("old", 400));
        assertThat(balancer.explain(RequestContext.empty()).toString()).contains("left out: new has just started");

        time.advance(Duration.ofSeconds(30));
        balancer.tick();
        assertThat(shares(balancer)).hasSize(2);
    }

    @Test
    @DisplayName("F48 a strategy that fails is replaced by chance, named in explain, and the vanished instance leaves")
    void aStrategyThatFailsIsReplaced() {
        LoadBalancer balancer =
                balancer(ServicePolicy.builder().strategy(new Failing()).build());
        balancer.update(
                List.of(Fleet.instance("gone").build(), Fleet.instance("old").build()));

        balancer.update(
                List.of(Fleet.instance("old").build(), Fleet.instance("new").build()));

        assertThat(shares(balancer)).containsOnlyKeys("old", "new");
        assertThat(balancer.explain(RequestContext.empty()).toString())
                .contains("strategy failing failed to compile: java.lang.ArithmeticException: / by zero;"
                        + " picked at random instead");
    }

    private static ServicePolicy fromNothing(String strategy) {
        return ServicePolicy.builder()
                .strategy(strategy)
                .slowStart(s -> s.window(Duration.ofSeconds(30)).minShare(0))
                .build();
    }

    private static Map<String, Integer> shares(LoadBalancer balancer) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ids.add(balancer.choose(RequestContext.keyed("k" + i)).id());
        }
        return ids.stream().collect(Collectors.toMap(id -> id, id -> 1, Integer::sum));
    }

    private LoadBalancer balancer(ServicePolicy policy) {
        return LoadBalancer.builder(Fleet.SERVICE)
                .policy(policy)
                .clock(time)
                .randomness(Randomness.seeded(1))
                .build();
    }

    /** Cannot be compiled. */
    private static final class Failing implements Strategy {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Picker compile(Candidates candidates) {
            throw new ArithmeticException("/ by zero");
        }
    }
}
