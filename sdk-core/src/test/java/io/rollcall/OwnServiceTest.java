package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.FleetSubset;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link RollcallBuilder#ownService} changes. */
class OwnServiceTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<ServiceInstance> FLEET = instances("orders", 20);
    private static final List<ServiceInstance> USERS = instances("users", 20);

    @Test
    void subsetsAreEvenOverTheInstancesOfTheOwnService() {
        ServicePolicy policy = IntStream.range(0, FLEET.size())
                .mapToObj(i -> policyOf("orders-" + i))
                .filter(own -> !chosenBy(alone(own)).equals(chosenBy(inFleet(own))))
                .findFirst()
                .orElseThrow();
        try (MockRegistry registry = MockRegistry.start();
                Rollcall fleet = Rollcall.builder()
                        .registry(registry.uri().toString())
                        .drainDelay(Duration.ZERO)
                        .build();
                Rollcall caller = Rollcall.builder()
                        .registry(registry.uri().toString())
                        .ownService("orders")
                        .service("users", policy)
                        .build()) {
            FLEET.forEach(fleet::register);
            USERS.forEach(fleet::register);
            DiscoveredService users = caller.service("users");
            users.awaitInstances(USERS.size(), SOON);
            caller.service("orders").awaitInstances(FLEET.size(), SOON);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(IntStream.range(0, 300)
                                    .mapToObj(i -> users.choose().id())
                                    .collect(Collectors.toSet()))
                            .isEqualTo(chosenBy(inFleet(policy))));
        }
    }

    private static ServicePolicy policyOf(String caller) {
        return ServicePolicy.builder().fleetSubset(FleetSubset.of(3, caller)).build();
    }

    private static LoadBalancer alone(ServicePolicy policy) {
        LoadBalancer balancer = LoadBalancer.builder("users").policy(policy).build();
        balancer.update(USERS);
        return balancer;
    }

    private static LoadBalancer inFleet(ServicePolicy policy) {
        LoadBalancer balancer = alone(policy);
        balancer.callers(FLEET);
        return balancer;
    }

    private static Set<String> chosenBy(LoadBalancer balancer) {
        return IntStream.range(0, 300).mapToObj(i -> balancer.choose().id()).collect(Collectors.toSet());
    }

    private static List<ServiceInstance> instances(String service, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ServiceInstance.named(service)
                        .id(service + "-" + i)
                        .host("127.0.0.1")
                        .port(1_000 + i)
                        .build())
                .toList();
    }
}
