package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastRequestTest {
    @Test
    void ofTwoTheIdleOneIsTakenEachTime() {
        LoadBalancer balancer = Balancers.of(Strategies.leastRequest(), Fleet.of(2));
        String busy = balancer.select(RequestContext.empty()).instance().id();

        for (int i = 0; i < 100; i++) {
            assertThat(balancer.choose().id()).isNotEqualTo(busy);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 100})
    void moreChoicesAreAllDifferent(int choices) {
        int size = Math.min(choices, 6);
        LoadBalancer balancer = Balancers.of(Strategies.leastRequest(choices), Fleet.of(size));
        Map<String, Long> perInstance = inFlight(Balancers.begin(balancer, RequestContext.empty(), size * 10));

        assertThat(perInstance.values())
                .as("as many as there are: always the least busy of all")
                .containsOnly(10L);
    }

    @Test
    void busyInstancesCarryLoadByTheirWeights() {
        List<ServiceInstance> fleet = Fleet.weights(10, 20, 40);
        LoadBalancer balancer = Balancers.of(Strategies.leastRequest(3), fleet);
        Map<String, Long> perInstance = inFlight(Balancers.begin(balancer, RequestContext.empty(), 700));

        assertThat(perInstance.get("i0")).isBetween(95L, 105L);
        assertThat(perInstance.get("i1")).isBetween(195L, 205L);
        assertThat(perInstance.get("i2")).isBetween(395L, 405L);
    }

    @Test
    void aHundredInstancesStayWithinAFewOfEachOther() {
        LoadBalancer balancer = Balancers.of(Strategies.leastRequest(), Fleet.of(100));
        Map<String, Long> perInstance = inFlight(Balancers.begin(balancer, RequestContext.empty(), 1_000));

        assertThat(perInstance.values()).allMatch(calls -> calls >= 6 && calls <= 13);
    }

    private static Map<String, Long> inFlight(List<Selection> begun) {
        return begun.stream().collect(Collectors.groupingBy(s -> s.instance().id(), Collectors.counting()));
    }
}
