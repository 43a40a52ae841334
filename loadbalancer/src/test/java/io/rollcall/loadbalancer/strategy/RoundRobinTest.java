package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundRobinTest {
    @Test
    void takesOneAfterTheOtherWithoutRegardToWeights() {
        List<ServiceInstance> fleet = Fleet.weights(1, 50, 100);
        LoadBalancer balancer = Balancers.of(Strategies.roundRobin(), fleet);

        assertThat(Balancers.counts(balancer, fleet, 300)).containsExactly(100, 100, 100);
    }

    @Test
    void smoothTakesEachExactlyByItsWeightInEveryRound() {
        List<ServiceInstance> fleet = Fleet.weights(50, 30, 20);
        LoadBalancer balancer = Balancers.of(Strategies.smoothWeightedRoundRobin(), fleet);

        for (int round = 0; round < 20; round++) {
            assertThat(Balancers.counts(balancer, fleet, 10)).containsExactly(5, 3, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "smooth-weighted-round-robin"})
    @DisplayName("F30 an update between any two picks changes no share")
    void positionSurvivesUpdates(String name) {
        List<ServiceInstance> fleet = Fleet.of(5);
        LoadBalancer balancer = Balancers.of(Strategies.named(name), fleet);
        long[] counts = new long[5];
        for (int i = 0; i < 1_000; i++) {
            int version = i;
            balancer.update(fleet.stream()
                    .map(instance -> instance.toBuilder()
                            .metadata("build", "b" + version)
                            .build())
                    .toList());
            counts[Integer.parseInt(balancer.choose().id().substring(1))]++;
        }

        assertThat(counts).containsOnly(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "smooth-weighted-round-robin"})
    @DisplayName("F30 callers that start together do not walk in step")
    void startsAreRandom(String name) {
        Randomness chance = Randomness.seeded(3);
        Set<String> first = new HashSet<>();
        for (int caller = 0; caller < 100; caller++) {
            LoadBalancer balancer =
                    LoadBalancer.builder(Fleet.SERVICE).randomness(chance).build();
            balancer.policy(ServicePolicy.builder().strategy(name).build());
            balancer.update(Fleet.of(10));
            first.add(balancer.choose().id());
        }

        assertThat(first).hasSize(10);
    }

    @Test
    void aThousandWithUnequalWeightsAreServedByTheirWeights() {
        List<ServiceInstance> fleet = Fleet.weighted(1_000, i -> 1 + i * 9);
        LoadBalancer balancer = Balancers.of(Strategies.smoothWeightedRoundRobin(), fleet);
        long[] counts = Balancers.counts(balancer, fleet, 200_000);

        for (int i = 100; i < 1_000; i++) {
            double expected = 200_000.0 * (1 + i * 9) / (1_000 + 9 * 499_500);
            assertThat((double) counts[i]).isBetween(expected * 0.9 - 5, expected * 1.1 + 5);
        }
    }
}
