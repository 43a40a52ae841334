package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoundedLoadTest {
    private static final RequestContext HOT = RequestContext.keyed("hot");

    static Stream<Strategy> bounded() {
        return Stream.of(
                Strategies.ringHash(o -> o.boundedLoad(1.25)),
                Strategies.maglev(o -> o.boundedLoad(1.25)),
                Strategies.rendezvous(o -> o.boundedLoad(1.25)));
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void aHotKeyFillsNoInstanceBeyondItsBound(Strategy strategy) {
        int[] weights = {100, 100, 200, 400};
        LoadBalancer balancer = Balancers.of(strategy, Fleet.weights(weights));
        Map<String, Integer> inFlight = new HashMap<>();
        for (int total = 0; total < 800; total++) {
            String id = balancer.select(HOT).instance().id();
            int bound = (int) Math.ceil(1.25 * weights[id.charAt(1) - '0'] / 800 * (total + 1));

            assertThat(inFlight.merge(id, 1, Integer::sum)).isLessThanOrEqualTo(bound);
        }
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void amongManyAHotKeyIsHeldCloseToItsBound(Strategy strategy) {
        LoadBalancer balancer = Balancers.of(strategy, Fleet.of(50));
        Map<String, Integer> inFlight = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            inFlight.merge(balancer.select(HOT).instance().id(), 1, Integer::sum);
        }

        assertThat(inFlight.values()).allMatch(calls -> calls <= 51);
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void idleInstancesKeepTheirKeys(Strategy strategy) {
        List<ServiceInstance> fleet = Fleet.of(20);
        List<String> owners = Balancers.owners(Balancers.of(strategy, fleet), 1_000);

        assertThat(owners).isEqualTo(Balancers.owners(Balancers.of(Strategies.named(strategy.name()), fleet), 1_000));
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void aKeyReturnsHomeWhenThereIsRoomAgain(Strategy strategy) {
        LoadBalancer balancer = Balancers.of(strategy, Fleet.of(20));
        String home = balancer.choose(HOT).id();
        List<Selection> begun = Balancers.begin(balancer, HOT, 100);
        begun.forEach(Selection::succeeded);

        assertThat(IntStream.range(0, 100).mapToObj(i -> balancer.choose(HOT).id()))
                .containsOnly(home);
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void theBoundFollowsTheLoadDown(Strategy strategy) {
        LoadBalancer balancer = Balancers.of(strategy, Fleet.of(20));
        Balancers.begin(balancer, RequestContext.empty(), 2_000).forEach(Selection::succeeded);
        Balancers.begin(balancer, HOT, 200).forEach(Selection::succeeded);
        Map<String, Integer> inFlight = new HashMap<>();
        Balancers.begin(balancer, HOT, 200)
                .forEach(s -> inFlight.merge(s.instance().id(), 1, Integer::sum));

        assertThat(inFlight.values()).allMatch(calls -> calls <= 14);
    }
}
