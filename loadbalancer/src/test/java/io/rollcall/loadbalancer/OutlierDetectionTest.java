package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.loadbalancer.strategy.Outcome;
import io.rollcall.loadbalancer.strategy.Randomness;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OutlierDetectionTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> events = new ArrayList<>();

    @Test
    void fiveFailuresInARowTakeAnInstanceOut() {
        LoadBalancer balancer = balancer(4, rules -> rules);

        tell(balancer, "u-1", Outcome.SERVER_ERROR, 4);
        assertThat(Fleet.shares(balancer, 40)).containsEntry("u-1", 10);

        tell(balancer, "u-1", Outcome.SERVER_ERROR, 1);
        assertThat(Fleet.shares(balancer, 30)).doesNotContainKey("u-1").containsEntry("u-2", 10);
        assertThat(events).containsExactly("ejected u-1 for 30000 ms: failures in a row");
    }

    @Test
    void aSuccessBetweenThemEndsTheRow() {
        LoadBalancer balancer = balancer(4, rules -> rules);

        tell(balancer, "u-1", Outcome.SERVER_ERROR, 4);
        tell(balancer, "u-1", Outcome.SUCCESS, 1);
        tell(balancer, "u-1", Outcome.SERVER_ERROR, 4);

        assertThat(Fleet.shares(balancer, 40)).containsKey("u-1");
    }

    @Test
    void twoConnectionsThatFailAreEnough() {
        LoadBalancer balancer = balancer(4, rules -> rules);

        tell(balancer, "u-1", Outcome.CONNECTION_ERROR, 2);

        assertThat(Fleet.shares(balancer, 30)).doesNotContainKey("u-1");
    }

    @Test
    void cancelledCallsSayNothing() {
        LoadBalancer balancer = balancer(4, rules -> rules);

        tell(balancer, "u-1", Outcome.CANCELLED, 100);

        assertThat(Fleet.shares(balancer, 40)).containsEntry("u-1", 10);
    }

    @Test
    void eachEjectionLastsLongerUpToABound() {
        LoadBalancer balancer = balancer(4, rules -> rules.maxEjection(Duration.ofSeconds(70)));

        for (int seconds : new int[] {30, 60, 70}) {
            tell(balancer, "u-1", Outcome.SERVER_ERROR, 5);
            pass(balancer, Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(Fleet.shares(balancer, 40)).as("%d s", seconds).doesNotContainKey("u-1");
            pass(balancer, Duration.ofMillis(1));
            assertThat(Fleet.shares(balancer, 40)).containsKey("u-1");
        }
    }

    @Test
    void quietIntervalsMakeTheNextEjectionShortAgain() {
        LoadBalancer balancer = balancer(4, rules -> rules);
        tell(balancer, "u-1", Outcome.SERVER_ERROR, 5);
        pass(balancer, Duration.ofSeconds(30));

        pass(balancer, Duration.ofSeconds(10));
        tell(balancer, "u-1", Outcome.SERVER_ERROR, 5);

        assertThat(events).last().isEqualTo("ejected u-1 for 30000 ms: failures in a row");
    }

    @Test
    void noMoreThanTheAllowedShareIsOutButOneAlwaysMayBe() {
        LoadBalancer balancer = balancer(4, rules -> rules.maxEjected(0.25));

        tell(balancer, "u-1", Outcome.SERVER_ERROR, 5);
        tell(balancer, "u-2", Outcome.SERVER_ERROR, 50);

        assertThat(Fleet.shares(balancer, 30)).containsOnlyKeys("u-2", "u-3", "u-4");
    }

    @Test
    void theOnlyInstanceIsNeverTakenOut() {
        LoadBalancer balancer = balancer(1, rules -> rules.maxEjected(1));

        tell(balancer, "u-1", Outcome.SERVER_ERROR, 50);

        assertThat(balancer.choose().id()).isEqualTo("u-1");
        assertThat(events).isEmpty();
    }

    @Test
    void withTooFewLeftAllAreUsedAndThatIsSaid() {
        LoadBalancer balancer = balancer(4, rules -> rules.maxEjected(1));

        tell(balancer, "u-1", Outcome.SERVER_ERROR, 5);
        tell(balancer, "u-2", Outcome.SERVER_ERROR, 5);
        assertThat(Fleet.shares(balancer, 40)).containsOnlyKeys("u-3", "u-4");

        tell(balancer, "u-3", Outcome.SERVER_ERROR, 5);
        assertThat(Fleet.shares(balancer, 40)).hasSize(4);
        assertThat(events).contains("panic: 1 of 4");
        assertThat(balancer.explain(RequestContext.empty()).toString()).contains("panic: only 1 of 4 not ejected");
    }

    @Test
    void anInstanceFarBelowTheMeanSuccessRateIsTakenOut() {
        LoadBalancer balancer = balancer(6, rules -> rules.consecutiveFailures(0));

        for (int call = 0; call < 100; call++) {
            for (int i = 1; i <= 6; i++) {
                tell(balancer, "u-" + i, i == 6 && call % 2 == 0 ? Outcome.SERVER_ERROR : Outcome.SUCCESS, 1);
            }
        }
        pass(balancer, Duration.ofSeconds(10));

        assertThat(events).containsExactly("ejected u-6 for 30000 ms: 50 % of 100 calls failed");
    }

    @Test
    void ratesOfFewRequestsAreNotCompared() {
        LoadBalancer balancer = balancer(6, rules -> rules.consecutiveFailures(0));

        tell(balancer, "u-6", Outcome.SERVER_ERROR, 40);
        pass(balancer, Duration.ofSeconds(10));

        assertThat(events).isEmpty();
    }

    @Test
    void whoReturnsStartsSlowly() {
        LoadBalancer balancer = balancer(
                4,
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .slowStart(SlowStart.over(Duration.ofSeconds(20)))
                        .build());
        tell(balancer, "u-1", Outcome.SERVER_ERROR, 5);

        pass(balancer, Duration.ofSeconds(30));
        assertThat(Fleet.shares(balancer, 3_100).get("u-1")).isCloseTo(100, within(2));
        pass(balancer, Duration.ofSeconds(10));
        assertThat(Fleet.shares(balancer, 3_500).get("u-1")).isCloseTo(500, within(2));
        pass(balancer, Duration.ofSeconds(10));
        assertThat(Fleet.shares(balancer, 4_000).get("u-1")).isEqualTo(1_000);
    }

    @Test
    void anEjectionIsExplained() {
        LoadBalancer balancer = balancer(2, rules -> rules);

        tell(balancer, "u-2", Outcome.CONNECTION_ERROR, 2);
        pass(balancer, Duration.ofSeconds(18));

        assertThat(balancer.explain(RequestContext.empty()).toString())
                .contains("left out: u-2 ejected for 12 s (connections failed in a row)");
    }

    private LoadBalancer balancer(int instances, UnaryOperator<OutlierDetection.Builder> rules) {
        return balancer(
                instances,
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .outlierDetection(rules)
                        .build());
    }

    private LoadBalancer balancer(int instances, ServicePolicy policy) {
        LoadBalancer balancer = LoadBalancer.builder("user-service")
                .policy(policy)
                .time(time)
                .randomness(Randomness.seeded(1))
                .listener(new Recorder())
                .build();
        balancer.update(Fleet.of(instances));
        return balancer;
    }

    private void pass(LoadBalancer balancer, Duration by) {
        time.advance(by);
        balancer.tick();
    }

    /** Selects until {@code id} comes up, {@code times} times over, and tells its outcome; others are told nothing. */
    private static void tell(LoadBalancer balancer, String id, Outcome outcome, int times) {
        for (int told = 0; told < times; ) {
            Selection selection = balancer.select(RequestContext.empty());
            boolean meant = selection.instance().id().equals(id);
            selection.complete(meant ? outcome : Outcome.CANCELLED);
            told += meant ? 1 : 0;
        }
    }

    private final class Recorder implements LoadBalancerListener {
        @Override
        public void ejected(ServiceInstance instance, String reason, long millis) {
            events.add("ejected " + instance.id() + " for " + millis + " ms: " + reason);
        }

        @Override
        public void panicked(String destination, int healthy, int instances) {
            events.add("panic: " + healthy + " of " + instances);
        }
    }
}
