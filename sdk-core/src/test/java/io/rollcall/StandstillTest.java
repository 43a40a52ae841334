package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.net.TcpProxy;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The network between instances and registry stands still for longer than a lease, the one of callers does not. */
class StandstillTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int INSTANCES = 6;

    @Test
    @DisplayName("F36 callers keep a fleet whose leases ran out one by one, though its registry does not preserve them")
    void fleetIsKeptByItsCallers() {
        try (MockRegistry registry = MockRegistry.builder()
                        .ttl(Duration.ofSeconds(1))
                        .heartbeat(Duration.ofMillis(300))
                        .sweep(Duration.ofMillis(50))
                        .preservation(Duration.ZERO)
                        .start();
                TcpProxy network = TcpProxy.to(registry.uri());
                Rollcall fleet = Rollcall.connect(network.uri());
                Rollcall caller = Rollcall.connect(registry.uri())) {
            for (int i = 0; i < INSTANCES; i++) {
                fleet.register(ServiceInstance.named("users")
                        .id("u-" + i)
                        .host("127.0.0.1")
                        .port(8080 + i)
                        .build());
            }
            DiscoveredService users = caller.service("users");
            users.awaitInstances(INSTANCES, SOON);

            network.stall();
            await().atMost(SOON).until(() -> registry.instances("users").isEmpty());

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(users.retained()).hasSize(INSTANCES));
            assertThat(users.choose()).isNotNull();

            network.heal();
            await().atMost(SOON).until(() -> registry.instances("users").size() == INSTANCES);
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(users.retained()).isEmpty();
                assertThat(users.instances()).hasSize(INSTANCES);
            });
        }
    }
}
