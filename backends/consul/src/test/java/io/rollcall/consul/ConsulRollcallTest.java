package io.rollcall.consul;

import static io.rollcall.consul.Connected.PATIENCE;
import static io.rollcall.consul.Connected.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.Rollcall;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rollcall's public API over a real agent. */
class ConsulRollcallTest {
    @RegisterExtension
    static final SharedAgent AGENT = new SharedAgent();

    @Test
    void instanceIsPushedToCallersWhenItComesAndWhenItGoes() {
        try (Rollcall caller = Connected.to(AGENT.get().uri("")).build()) {
            caller.service("orders").ready().toCompletableFuture().join();
            try (Rollcall server = Connected.to(AGENT.get().uri("")).build()) {
                server.register(orders(8080)).awaitUp(PATIENCE);

                await().atMost(Duration.ofSeconds(4))
                        .until(() -> caller.service("orders").instances().size() == 1);
                assertThat(caller.service("orders").choose().authority()).isEqualTo("127.0.0.1:8080");
            }
            await().atMost(Duration.ofSeconds(4))
                    .until(() -> caller.service("orders").instances().isEmpty());
        }
    }

    @Test
    @DisplayName("F07 a closing instance is shown as draining before it is removed")
    void closingInstanceDrainsFirst() {
        try (Rollcall caller = Connected.to(AGENT.get().uri("")).build();
                Rollcall server = Connected.to(AGENT.get().uri("")).build()) {
            Registration registration = server.register(orders(8080));
            registration.awaitUp(PATIENCE);
            caller.service("orders").awaitInstances(1, PATIENCE);
            List<InstanceStatus> seen = new CopyOnWriteArrayList<>();
            caller.service("orders")
                    .onChange(change -> change.after().instances().forEach(i -> seen.add(i.status())));

            registration.close();

            await().atMost(PATIENCE)
                    .until(() -> caller.service("orders").instances().isEmpty());
            assertThat(seen).containsOnly(InstanceStatus.DRAINING);
        }
    }

    @Test
    @DisplayName("F06 F27 a change of metadata reaches callers, and only the newest is kept")
    void changeOfMetadataReachesCallers() {
        try (Rollcall rollcall = Connected.to(AGENT.get().uri("")).build()) {
            Registration registration =
                    rollcall.register(orders(8080).toBuilder().version("1.4.0").build());
            registration.awaitUp(PATIENCE);
            rollcall.service("orders").awaitInstances(1, PATIENCE);

            registration.update(change -> change.version("1.5.0").weight(0));

            await().atMost(Duration.ofSeconds(4))
                    .until(() -> "1.5.0".equals(only(rollcall).version()));
            assertThat(only(rollcall).weight()).isZero();
            assertThat(criticalChecks())
                    .as("Consul's own readers send it nothing")
                    .isOne();

            registration.update(change -> change.weight(3));

            await().atMost(Duration.ofSeconds(4)).until(() -> only(rollcall).weight() == 3);
            assertThat(criticalChecks()).isZero();
        }
    }

    private static ServiceInstance only(Rollcall rollcall) {
        return rollcall.service("orders").instances().get(0);
    }

    private static int criticalChecks() {
        return AGENT.get().get("/v1/health/state/critical").size();
    }

    @Test
    @DisplayName("F15 an instance that falls silent gets no traffic once its TTL is over")
    void silentInstanceGetsNoTraffic() {
        try (ConsulRegistry silent = backend("ttl=3s");
                Rollcall caller = Connected.to(AGENT.get().uri("")).build()) {
            silent.register(orders(8080));
            caller.service("orders").awaitInstances(1, PATIENCE);
            long begin = TimeSource.system().nanoTime();

            await().atMost(Duration.ofSeconds(6)).until(() -> only(caller).status() == InstanceStatus.DOWN);
            assertThat(Duration.ofNanos(TimeSource.system().nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));

            silent.renew(orders(8080));

            await().atMost(Duration.ofSeconds(4)).until(() -> only(caller).status() == InstanceStatus.UP);
        }
    }

    @Test
    @DisplayName("F08 an instance that was lost unnoticed is not held, and registered again with the next renewal")
    void lostInstanceIsNotHeld() {
        try (ConsulRegistry backend = backend("")) {
            backend.register(orders(8080));
            assertThat(backend.holds(orders(8080))).isTrue();

            AGENT.get().clear();

            assertThat(backend.holds(orders(8080))).isFalse();
        }
    }

    @Test
    @DisplayName("F23 two services may have an instance of one id at one agent")
    void servicesShareNoIds() {
        ServiceInstance users = ServiceInstance.named("users")
                .id("host-1")
                .host("10.0.0.1")
                .port(80)
                .build();
        ServiceInstance carts = ServiceInstance.named("carts")
                .id("host-1")
                .host("10.0.0.1")
                .port(81)
                .build();
        try (ConsulRegistry backend = backend("")) {
            backend.register(users);
            backend.register(carts);

            assertThat(backend.fetch("users", null).orElseThrow().instances()).containsExactly(users);
            assertThat(backend.fetch("carts", null).orElseThrow().instances()).containsExactly(carts);
        }
    }

    @Test
    @DisplayName("F24 nothing of a closed client is left running")
    void closedClientLeavesNoThread() {
        try (Rollcall rollcall = Connected.to(AGENT.get().uri("")).build()) {
            rollcall.register(orders(8080)).awaitUp(PATIENCE);
            rollcall.service("orders").awaitInstances(1, PATIENCE);
            await().atMost(PATIENCE).until(() -> !ownThreads().isEmpty());
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> ownThreads().isEmpty());
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(":" + AGENT.get().port()))
                .toList();
    }

    private static ConsulRegistry backend(String query) {
        return Backend.of(AGENT.get(), query);
    }
}
