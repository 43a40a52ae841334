package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowStartTest {
    private final VirtualTime time = new VirtualTime();

    @Test
    void instancesOfTheFirstSnapshotCountInFull() {
        LoadBalancer balancer = balancer(Strategies.roundRobin());

        balancer.update(Fleet.of(4));

        assertThat(Balancers.shares(balancer, 400)).containsEntry("i0", 100).containsEntry("i3", 100);
    }

    @Test
    void aNewcomerComesToItsShareAndNeverBeyond() {
        for (Strategy strategy : List.of(
                Strategies.roundRobin(), Strategies.random(), Strategies.weightedRandom(), Strategies.leastRequest())) {
            LoadBalancer balancer = balancer(strategy);
            balancer.update(Fleet.of(4));
            balancer.update(Fleet.of(5));

            List<Double> shares = new ArrayList<>();
            for (int second = 0; second <= 10; second += 5) {
                shares.add(Balancers.shares(balancer, 20_000).getOrDefault("i4", 0) / 20_000.0);
                time.advance(Duration.ofSeconds(5));
                balancer.tick();
            }

            assertThat(shares.get(0)).as(strategy.name()).isCloseTo(0.1 / 4.1, within(0.006));
            assertThat(shares.get(1)).as(strategy.name()).isCloseTo(0.5 / 4.5, within(0.01));
            assertThat(shares.get(2)).as(strategy.name()).isCloseTo(0.2, within(0.012));
        }
    }

    @Test
    void anInstanceThatComesUpStartsSlowly() {
        LoadBalancer balancer = balancer(Strategies.roundRobin());
        List<ServiceInstance> fleet = new ArrayList<>(Fleet.of(3));
        fleet.add(Fleet.instance("late").status(InstanceStatus.STARTING).build());
        balancer.update(fleet);
        time.advance(Duration.ofMinutes(5));

        fleet.set(3, Fleet.instance("late").status(InstanceStatus.UP).build());
        balancer.update(fleet);

        assertThat(Balancers.shares(balancer, 3_100).get("late")).isCloseTo(100, within(1));
    }

    @Test
    void aChangeOfMetadataDoesNotStartItAgain() {
        LoadBalancer balancer = balancer(Strategies.roundRobin());
        balancer.update(Fleet.of(2));

        balancer.update(List.of(
                Fleet.instance("i0").build(),
                Fleet.instance("i1").metadata("color", "blue").build()));

        assertThat(Balancers.shares(balancer, 100)).containsEntry("i1", 50);
    }

    @Test
    void aggressionAboveOneIsFastAtFirst() {
        SlowStart fast = SlowStart.builder()
                .window(Duration.ofSeconds(100))
                .aggression(2)
                .build();

        assertThat(fast.factor(Duration.ofSeconds(25).toNanos())).isEqualTo(0.5);
        assertThat(fast.factor(Duration.ofSeconds(100).toNanos())).isEqualTo(1);
        assertThat(fast.factor(0)).isEqualTo(0.1);
    }

    private LoadBalancer balancer(Strategy strategy) {
        return LoadBalancer.builder("user-service")
                .policy(ServicePolicy.builder()
                        .strategy(strategy)
                        .slowStart(SlowStart.over(Duration.ofSeconds(10)))
                        .build())
                .clock(time)
                .randomness(Randomness.seeded(7))
                .build();
    }
}
