package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.event.InstanceEjectedEvent;
import io.rollcall.loadbalancer.event.InstanceReturnedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PanicEvent;
import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.random.Randomness;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutlierDetectionTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> events = new ArrayList<>();

    @Test
    void fiveFailuresInARowEjectAnInstance() {
        LoadBalancer balancer = balancer(4, defaults -> {});

        report(balancer, "i0", Outcome.SERVER_ERROR, 4);
        assertThat(Balancers.shares(balancer, 40)).containsEntry("i0", 10);

        report(balancer, "i0", Outcome.SERVER_ERROR, 1);
        assertThat(Balancers.shares(balancer, 30)).doesNotContainKey("i0").containsEntry("i1", 10);
        assertThat(events).containsExactly("ejected i0 for 30000 ms: failures in a row");
    }

    @Test
    void aSuccessEndsTheStreak() {
        LoadBalancer balancer = balancer(4, defaults -> {});

        report(balancer, "i0", Outcome.SERVER_ERROR, 4);
        report(balancer, "i0", Outcome.SUCCESS, 1);
        report(balancer, "i0", Outcome.SERVER_ERROR, 4);

        assertThat(Balancers.shares(balancer, 40)).containsKey("i0");
    }

    @Test
    void twoConnectionsThatFailAreEnough() {
        LoadBalancer balancer = balancer(4, defaults -> {});

        report(balancer, "i0", Outcome.CONNECTION_ERROR, 2);

        assertThat(Balancers.shares(balancer, 30)).doesNotContainKey("i0");
    }

    @Test
    void cancelledCallsDoNotCount() {
        LoadBalancer balancer = balancer(4, defaults -> {});

        report(balancer, "i0", Outcome.CANCELLED, 100);

        assertThat(Balancers.shares(balancer, 40)).containsEntry("i0", 10);
    }

    @Test
    void eachEjectionLastsLongerUpToABound() {
        LoadBalancer balancer = balancer(4, detection -> detection.maxEjection(Duration.ofSeconds(70)));

        for (int seconds : new int[] {30, 60, 70}) {
            report(balancer, "i0", Outcome.SERVER_ERROR, 5);
            pass(balancer, Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(Balancers.shares(balancer, 40)).as("%d s", seconds).doesNotContainKey("i0");
            pass(balancer, Duration.ofMillis(1));
            assertThat(Balancers.shares(balancer, 40)).containsKey("i0");
        }
    }

    @Test
    void quietIntervalsMakeTheNextEjectionShortAgain() {
        LoadBalancer balancer = balancer(4, defaults -> {});
        report(balancer, "i0", Outcome.SERVER_ERROR, 5);
        pass(balancer, Duration.ofSeconds(30));

        pass(balancer, Duration.ofSeconds(10));
        report(balancer, "i0", Outcome.SERVER_ERROR, 5);

        assertThat(events).last().isEqualTo("ejected i0 for 30000 ms: failures in a row");
    }

    @Test
    void noMoreThanTheAllowedShareIsOutButOneAlwaysMayBe() {
        LoadBalancer balancer = balancer(4, detection -> detection.maxEjected(0.25));

        report(balancer, "i0", Outcome.SERVER_ERROR, 5);
        report(balancer, "i1", Outcome.SERVER_ERROR, 50);

        assertThat(Balancers.shares(balancer, 30)).containsOnlyKeys("i1", "i2", "i3");
    }

    @Test
    void theOnlyInstanceIsNeverEjected() {
        LoadBalancer balancer = balancer(1, detection -> detection.maxEjected(1));

        report(balancer, "i0", Outcome.SERVER_ERROR, 50);

        assertThat(balancer.choose().id()).isEqualTo("i0");
        assertThat(events).isEmpty();
    }

    @Test
    void withTooFewLeftAllAreUsedAndThatIsReported() {
        LoadBalancer balancer = balancer(4, detection -> detection.maxEjected(1));

        report(balancer, "i0", Outcome.SERVER_ERROR, 5);
        report(balancer, "i1", Outcome.SERVER_ERROR, 5);
        assertThat(Balancers.shares(balancer, 40)).containsOnlyKeys("i2", "i3");

        report(balancer, "i2", Outcome.SERVER_ERROR, 5);
        assertThat(Balancers.shares(balancer, 40)).hasSize(4);
        assertThat(events).contains("panic: 1 of 4");
        assertThat(balancer.explain(RequestContext.empty()).toString()).contains("panic: only 1 of 4 not ejected");
    }

    @Test
    void anInstanceFarBelowTheMeanSuccessRateIsEjected() {
        LoadBalancer balancer = balancer(6, detection -> detection.consecutiveFailures(0));

        for (int call = 0; call < 100; call++) {
            for (int i = 0; i < 6; i++) {
                report(balancer, "i" + i, i == 5 && call % 2 == 0 ? Outcome.SERVER_ERROR : Outcome.SUCCESS, 1);
            }
        }
        pass(balancer, Duration.ofSeconds(10));

        assertThat(events).containsExactly("ejected i5 for 30000 ms: 50 % of 100 calls failed");
    }

    @Test
    void ratesOfFewRequestsAreNotCompared() {
        LoadBalancer balancer = balancer(6, detection -> detection.consecutiveFailures(0));

        report(balancer, "i5", Outcome.SERVER_ERROR, 40);
        pass(balancer, Duration.ofSeconds(10));

        assertThat(events).isEmpty();
    }

    @Test
    void anInstanceThatReturnsStartsSlowly() {
        LoadBalancer balancer = balancer(
                4,
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .slowStart(SlowStart.over(Duration.ofSeconds(20)))
                        .build());
        report(balancer, "i0", Outcome.SERVER_ERROR, 5);

        pass(balancer, Duration.ofSeconds(30));
        assertThat(Balancers.shares(balancer, 3_100).get("i0")).isCloseTo(100, within(2));
        pass(balancer, Duration.ofSeconds(10));
        assertThat(Balancers.shares(balancer, 3_500).get("i0")).isCloseTo(500, within(2));
        pass(balancer, Duration.ofSeconds(10));
        assertThat(Balancers.shares(balancer, 4_000).get("i0")).isEqualTo(1_000);
    }

    @Test
    void anEjectionIsExplained() {
        LoadBalancer balancer = balancer(2, defaults -> {});

        report(balancer, "i1", Outcome.CONNECTION_ERROR, 2);
        pass(balancer, Duration.ofSeconds(18));

        assertThat(balancer.explain(RequestContext.empty()).toString())
                .contains("left out: i1 ejected for 12 s (connections failed in a row)");
    }

    @Test
    @DisplayName("F49 ejections end when outlier detection is switched off")
    void ejectionsEndWhenOutlierDetectionIsSwitchedOff() {
        LoadBalancer balancer = balancer(4, defaults -> {});
        report(balancer, "i0", Outcome.SERVER_ERROR, 5);

        balancer.policy(balancer.policy().toBuilder()
                .outlierDetection(OutlierDetection.off())
                .build());

        assertThat(Balancers.shares(balancer, 40)).containsEntry("i0", 10);
        assertThat(events).last().isEqualTo("returned i0");
    }

    @Test
    @DisplayName("F49 ejections end when their rule is switched off, and others stay")
    void ejectionsEndWhenTheirRuleIsSwitchedOff() {
        LoadBalancer balancer = balancer(4, detection -> detection.maxEjected(1));
        report(balancer, "i0", Outcome.SERVER_ERROR, 5);
        report(balancer, "i1", Outcome.CONNECTION_ERROR, 2);

        balancer.policy(balancer.policy().toBuilder()
                .outlierDetection(detection -> detection.consecutiveFailures(0))
                .build());

        assertThat(Balancers.shares(balancer, 30)).containsOnlyKeys("i0", "i2", "i3");
    }

    @Test
    @DisplayName("F49 ejections are shortened with their policy")
    void ejectionsAreShortenedWithTheirPolicy() {
        LoadBalancer balancer = balancer(4, defaults -> {});
        report(balancer, "i0", Outcome.SERVER_ERROR, 5);
        pass(balancer, Duration.ofSeconds(8));

        balancer.policy(balancer.policy().toBuilder()
                .outlierDetection(detection -> detection.baseEjection(Duration.ofSeconds(10)))
                .build());
        assertThat(Balancers.shares(balancer, 30)).doesNotContainKey("i0");

        pass(balancer, Duration.ofSeconds(2));
        assertThat(Balancers.shares(balancer, 40)).containsEntry("i0", 10);
    }

    @Test
    @DisplayName("F49 an ejection that a new policy would have ended is over at once")
    void anEjectionThatANewPolicyWouldHaveEndedIsOver() {
        LoadBalancer balancer = balancer(4, defaults -> {});
        report(balancer, "i0", Outcome.SERVER_ERROR, 5);
        pass(balancer, Duration.ofSeconds(8));

        balancer.policy(balancer.policy().toBuilder()
                .outlierDetection(detection -> detection.baseEjection(Duration.ofSeconds(5)))
                .build());

        assertThat(Balancers.shares(balancer, 40)).containsEntry("i0", 10);
    }

    @Test
    @DisplayName("F49 when fewer may be ejected at once, those next in turn return")
    void whenFewerMayBeEjectedSomeReturn() {
        LoadBalancer balancer = balancer(10, detection -> detection.maxEjected(0.5));
        report(balancer, "i0", Outcome.SERVER_ERROR, 5);
        pass(balancer, Duration.ofSeconds(1));
        report(balancer, "i1", Outcome.SERVER_ERROR, 5);

        balancer.policy(balancer.policy().toBuilder()
                .outlierDetection(detection -> detection.maxEjected(0.1))
                .build());

        assertThat(Balancers.shares(balancer, 90)).hasSize(9).containsKey("i0").doesNotContainKey("i1");
    }

    @Test
    @DisplayName("F49 what the client ejected stays ejected when outlier detection is switched off")
    void whatTheClientEjectedStaysEjected() {
        LoadBalancer balancer = balancer(4, defaults -> {});
        Selection selection = balancer.select(RequestContext.empty());
        String id = selection.instance().id();
        selection.eject("its circuit breaker opened");
        selection.complete(Outcome.CANCELLED);

        balancer.policy(balancer.policy().toBuilder()
                .outlierDetection(OutlierDetection.off())
                .build());

        assertThat(Balancers.shares(balancer, 30)).hasSize(3).doesNotContainKey(id);
    }

    private LoadBalancer balancer(int instances, Consumer<OutlierDetection.Builder> detection) {
        return balancer(
                instances,
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .outlierDetection(detection)
                        .build());
    }

    private LoadBalancer balancer(int instances, ServicePolicy policy) {
        LoadBalancer balancer = LoadBalancer.builder("user-service")
                .policy(policy)
                .clock(time)
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

    /** Selects until {@code id} comes up, {@code times} times over, and reports its outcome; others are cancelled. */
    private static void report(LoadBalancer balancer, String id, Outcome outcome, int times) {
        for (int reported = 0; reported < times; ) {
            Selection selection = balancer.select(RequestContext.empty());
            boolean found = selection.instance().id().equals(id);
            selection.complete(found ? outcome : Outcome.CANCELLED);
            reported += found ? 1 : 0;
        }
    }

    private final class Recorder implements LoadBalancerListener {
        @Override
        public void onReturned(InstanceReturnedEvent event) {
            events.add("returned " + event.instance().id());
        }

        @Override
        public void onEjected(InstanceEjectedEvent event) {
            events.add("ejected " + event.instance().id() + " for "
                    + event.duration().toMillis() + " ms: " + event.reason());
        }

        @Override
        public void onPanic(PanicEvent event) {
            events.add("panic: " + event.healthy() + " of " + event.instances());
        }
    }
}
