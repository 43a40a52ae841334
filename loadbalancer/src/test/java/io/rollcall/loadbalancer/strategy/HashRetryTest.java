package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where retries of one key go, and those of many. */
class HashRetryTest {
    private static final List<ServiceInstance> TEN = Fleet.of(10);

    static List<Strategy> strategies() {
        return List.of(
                Strategies.ringHash(),
                Strategies.maglev(),
                Strategies.rendezvous(),
                Strategies.ringHash(o -> o.boundedLoad(1.5)),
                Strategies.maglev(o -> o.boundedLoad(1.5)),
                Strategies.rendezvous(o -> o.boundedLoad(1.5)));
    }

    /** The second choice for a key, whose first fails. */
    private static String second(LoadBalancer balancer, String key) {
        Selection first = balancer.select(RequestContext.keyed(key));
        Selection second = first.next().orElseThrow();
        first.complete(Outcome.CANCELLED);
        second.complete(Outcome.CANCELLED);
        assertThat(second.instance()).isNotEqualTo(first.instance());
        return second.instance().id();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @DisplayName("F52 retries of one key go to one other instance")
    void retriesOfOneKeyGoToOneInstance(Strategy strategy) {
        LoadBalancer balancer = Balancers.of(strategy, TEN);
        Set<String> seconds = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            seconds.add(second(balancer, "k"));
        }

        assertThat(seconds).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @DisplayName("F52 retries of many keys of one instance spread over the others")
    void retriesOfManyKeysSpread(Strategy strategy) {
        LoadBalancer balancer = Balancers.of(strategy, TEN);
        Map<String, Long> seconds = IntStream.range(0, 4_000)
                .mapToObj(i -> "k" + i)
                .filter(key -> balancer.choose(RequestContext.keyed(key)).id().equals("i3"))
                .map(key -> second(balancer, key))
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()));

        assertThat(seconds).hasSize(9).doesNotContainKey("i3");
        assertThat(seconds.values()).allMatch(count -> count > 10);
    }

    @ParameterizedTest
    @MethodSource("exact")
    @DisplayName("F52 a retry goes where the key would belong without its first choice")
    void aRetryGoesWhereTheKeyWouldBelong(Strategy strategy) {
        LoadBalancer balancer = Balancers.of(strategy, TEN);
        for (int i = 0; i < 200; i++) {
            RequestContext request = RequestContext.keyed("k" + i);
            String first = balancer.choose(request).id();
            LoadBalancer without = Balancers.of(strategy, Fleet.without(TEN, first));

            assertThat(second(balancer, "k" + i))
                    .isEqualTo(without.choose(request).id());
        }
    }

    /** Maglev's table is filled anew when a member goes. */
    static List<Strategy> exact() {
        return List.of(Strategies.ringHash(), Strategies.rendezvous());
    }

    @Test
    @DisplayName("F52 a retry prefers an instance within its bound of the load")
    void aRetryPrefersAnInstanceWithRoom() {
        LoadBalancer balancer = Balancers.of(Strategies.ringHash(o -> o.boundedLoad(1.1)), TEN);
        String busy = second(balancer, "k");
        IntStream.range(0, 4_000)
                .mapToObj(i -> RequestContext.keyed("k" + i))
                .filter(request -> balancer.choose(request).id().equals(busy))
                .limit(3)
                .forEach(balancer::select);

        assertThat(second(balancer, "k")).isNotEqualTo(busy);
    }
}
