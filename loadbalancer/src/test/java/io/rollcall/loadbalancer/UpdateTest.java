package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.model.ServiceSnapshot.Source;
import io.rollcall.time.VirtualTime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateTest {
    private static final RequestContext ANY = RequestContext.empty();
    private static final ServiceInstance ONE = Fleet.instance("one").build();

    static Iterable<String> strategies() {
        return Strategies.names();
    }

    /** The figures of the only instance after a call of 7 ms, with another in flight, after the change. */
    private static String figuresAfter(UnaryOperator<ServiceInstance.Builder> change) {
        VirtualTime time = new VirtualTime();
        LoadBalancer balancer = Balancers.of(Strategies.peakEwma(), List.of(ONE), time);
        Selection call = balancer.select(ANY);
        time.advance(Duration.ofMillis(7));
        call.succeeded();
        balancer.select(ANY);
        balancer.update(List.of(change.apply(ONE.toBuilder()).build()));
        return balancer.explain(ANY).candidates().get(0).figures();
    }

    @Test
    void statisticsOutliveAChangeOfMetadata() {
        assertThat(figuresAfter(b -> b.metadata("build", "2"))).isEqualTo("cost 14.0 ms, 1 in flight");
        assertThat(figuresAfter(b -> b.weight(7))).isEqualTo("cost 14.0 ms, 1 in flight");
    }

    @Test
    @DisplayName("F28 another process or another address under the same id starts without statistics")
    void statisticsEndWithTheProcess() {
        assertThat(figuresAfter(b -> b.generation(2))).isEqualTo("cost unknown, 0 in flight");
        assertThat(figuresAfter(b -> b.port(9090))).isEqualTo("cost unknown, 0 in flight");
        assertThat(figuresAfter(b -> b.host("elsewhere"))).isEqualTo("cost unknown, 0 in flight");
    }

    @Test
    @DisplayName("F28 the new address of a restarted instance replaces the old at once")
    void theNewAddressIsCalled() {
        LoadBalancer balancer = Balancers.of(ServicePolicy.builder(), List.of(ONE));
        ServiceInstance restarted = ONE.toBuilder().port(9090).generation(2).build();
        balancer.update(List.of(restarted));

        assertThat(balancer.choose()).isEqualTo(restarted);
    }

    @Test
    @DisplayName("F27 new tags on a known address are seen")
    void changedMetadataIsSeen() {
        LoadBalancer balancer = Balancers.of(ServicePolicy.builder(), List.of(ONE));
        balancer.update(List.of(ONE.toBuilder().metadata("tag", "new").build()));

        assertThat(balancer.choose().metadata("tag")).isEqualTo("new");
    }

    @Test
    void aSnapshotOfTheSameInstancesOnlyConfirms() {
        VirtualTime time = new VirtualTime();
        LoadBalancer balancer = Balancers.of(Strategies.roundRobin(), List.of(ONE), time);
        balancer.update(ServiceSnapshot.of(Fleet.SERVICE, 8, List.of(ONE), Source.PULL, time));

        assertThat(balancer.snapshot().revision()).isEqualTo(8);
        assertThat(balancer.snapshot().source()).isEqualTo(Source.PULL);
        assertThat(balancer.choose()).isEqualTo(ONE);
    }

    @Test
    void anOutcomeForAnInstanceThatIsGoneIsNoHarm() {
        LoadBalancer balancer = Balancers.of(Strategies.peakEwma(), List.of(ONE));
        Selection call = balancer.select(ANY);
        balancer.update(Fleet.of(2));
        call.failed();

        assertThat(call.instance()).isEqualTo(ONE);
        assertThat(balancer.explain(ANY).candidates()).allMatch(c -> c.figures().equals("cost unknown, 0 in flight"));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @DisplayName("F29 ten thousand instances come and go and nothing of them stays")
    void nothingStaysOfInstancesThatAreGone(String strategy) {
        LoadBalancer balancer = Balancers.of(Strategies.named(strategy), List.of());
        List<WeakReference<ServiceInstance>> gone = new ArrayList<>();
        for (int generation = 0; generation < 100; generation++) {
            String prefix = "g" + generation + "-";
            List<ServiceInstance> fleet = IntStream.range(0, 100)
                    .mapToObj(i -> Fleet.instance(prefix + i).build())
                    .toList();
            balancer.update(fleet);
            balancer.select(ANY).succeeded();
            fleet.forEach(instance -> gone.add(new WeakReference<>(instance)));
        }
        balancer.update(List.of(ONE));

        assertThat(stillReachable(gone)).isZero();
        assertThat(balancer.choose()).isEqualTo(ONE);
    }

    /** After as many collections as it takes, within reason. */
    private static long stillReachable(List<WeakReference<ServiceInstance>> references) {
        long left = references.size();
        for (int i = 0; i < 20 && left > 0; i++) {
            System.gc();
            left = references.stream()
                    .filter(reference -> reference.get() != null)
                    .count();
        }
        return left;
    }
}
