package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.policy.FleetSubset;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.ServiceInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetSubsetTest {

    @Test
    void aCallerUsesTheSameFewEachTime() {
        Set<String> once = subset("caller-1", Fleet.of(50), List.of(), 5);

        assertThat(once).hasSize(5).isEqualTo(subset("caller-1", Fleet.of(50), List.of(), 5));
        assertThat(once).isNotEqualTo(subset("caller-2", Fleet.of(50), List.of(), 5));
    }

    @Test
    void aServiceNoLargerThanTheSubsetIsUsedWhole() {
        assertThat(subset("caller-1", Fleet.of(4), List.of(), 5)).hasSize(4);
    }

    @Test
    void anInstanceThatGoesCostsItsUsersOneEach() {
        List<ServiceInstance> fewer = new ArrayList<>(Fleet.of(50));
        ServiceInstance gone = fewer.remove(17);
        for (int caller = 0; caller < 20; caller++) {
            Set<String> before = subset("caller-" + caller, Fleet.of(50), List.of(), 5);
            Set<String> after = subset("caller-" + caller, fewer, List.of(), 5);
            after.removeAll(before);
            assertThat(after).hasSize(before.contains(gone.id()) ? 1 : 0);
        }
    }

    @Test
    void aKnownFleetSharesInstancesEvenly() {
        List<ServiceInstance> callers = Fleet.in("caller", 100);
        Map<String, Integer> users = new HashMap<>();
        for (ServiceInstance caller : callers) {
            Set<String> chosen = subset(caller.id(), Fleet.of(30), callers, 6);
            assertThat(chosen).hasSize(6);
            chosen.forEach(id -> users.merge(id, 1, Integer::sum));
        }

        // 100 callers × 6 over 30 instances: 20 each, and 5 % above that is the bound.
        assertThat(users.values()).hasSize(30).allMatch(count -> count <= 21);
    }

    private static Set<String> subset(
            String caller, List<ServiceInstance> fleet, List<ServiceInstance> callers, int size) {
        LoadBalancer balancer = LoadBalancer.builder("user-service")
                .policy(ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .fleetSubset(FleetSubset.of(size, caller))
                        .build())
                .build();
        balancer.callers(callers);
        balancer.update(fleet);
        return new HashSet<>(Balancers.shares(balancer, fleet.size()).keySet());
    }
}
