package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final RequestContext ANY = RequestContext.empty();

    private final VirtualTime time = new VirtualTime();

    private LoadBalancer balancer(List<ServiceInstance> fleet) {
        return Balancers.of(Strategies.peakEwma(), fleet, time);
    }

    /** One call after the other, each as long as its instance takes; returns the share of {@code i0}. */
    private double shareOfI0(LoadBalancer balancer, int calls, ToDoubleFunction<String> millis, Outcome ofI0) {
        int first = 0;
        for (int i = 0; i < calls; i++) {
            Selection selection = balancer.select(ANY);
            String id = selection.instance().id();
            time.advance(Duration.ofNanos((long) (millis.applyAsDouble(id) * 1e6)));
            selection.complete(id.equals("i0") ? ofI0 : Outcome.SUCCESS);
            first += id.equals("i0") ? 1 : 0;
        }
        return (double) first / calls;
    }

    @Test
    void aSlowInstanceIsAvoided() {
        LoadBalancer balancer = balancer(Fleet.of(5));

        assertThat(shareOfI0(balancer, 2_000, id -> id.equals("i0") ? 50 : 5, Outcome.SUCCESS))
                .isLessThan(0.02);
    }

    @Test
    void anInstanceThatFailsFastIsAvoided() {
        LoadBalancer balancer = balancer(Fleet.of(5));

        assertThat(shareOfI0(balancer, 2_000, id -> id.equals("i0") ? 0.1 : 5, Outcome.SERVER_ERROR))
                .isLessThan(0.02);
    }

    @Test
    void equallyFastInstancesShareByWeight() {
        LoadBalancer balancer = balancer(Fleet.weights(300, 100, 100, 100));

        assertThat(shareOfI0(balancer, 8_000, id -> 5, Outcome.SUCCESS)).isBetween(0.44, 0.56);
    }

    @Test
    void aNewcomerAmongFastOnesGetsItsFairShareAtOnceAndNoMore() {
        LoadBalancer balancer = balancer(Fleet.of(9));
        shareOfI0(balancer, 2_000, id -> 1, Outcome.SUCCESS);
        balancer.update(Fleet.of(10));
        int toTheNewcomer = 0;
        for (int i = 0; i < 10_000; i++) {
            toTheNewcomer += balancer.choose().id().equals("i9") ? 1 : 0;
        }

        assertThat(toTheNewcomer).isBetween(900, 1_100);
    }

    @Test
    void aNewcomerWhoseFirstCallIsUnderWayHasToWait() {
        LoadBalancer balancer = balancer(Fleet.of(2));
        String tried = balancer.select(ANY).instance().id();

        for (int i = 0; i < 50; i++) {
            assertThat(balancer.choose().id()).isNotEqualTo(tried);
        }
    }

    @Test
    void aNewcomerIsRatherTakenThanASlowOne() {
        LoadBalancer balancer = balancer(Fleet.of(1));
        shareOfI0(balancer, 10, id -> 200, Outcome.SUCCESS);
        balancer.update(Fleet.of(2));

        for (int i = 0; i < 50; i++) {
            assertThat(balancer.choose().id()).isEqualTo("i1");
        }
    }

    @Test
    void callsInFlightCountAsMuchAsLatency() {
        LoadBalancer balancer = balancer(Fleet.of(2));
        shareOfI0(balancer, 200, id -> 5, Outcome.SUCCESS);
        List<Selection> begun = Balancers.begin(balancer, ANY, 100);

        assertThat(begun.stream().filter(s -> s.instance().id().equals("i0"))).hasSizeBetween(40, 60);
    }

    @Test
    void tellsWhatACallCosts() {
        Strategy strategy = Strategies.peakEwma();
        LoadBalancer balancer = Balancers.of(strategy, Fleet.of(1), time);
        assertThat(balancer.explain(ANY).candidates().get(0).figures()).isEqualTo("cost unknown, 0 in flight");

        shareOfI0(balancer, 1, id -> 3.1, Outcome.SUCCESS);
        assertThat(balancer.explain(ANY).candidates().get(0).figures()).isEqualTo("cost 3.1 ms, 0 in flight");
    }
}
