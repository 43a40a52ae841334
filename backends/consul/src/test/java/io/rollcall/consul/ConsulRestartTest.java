package io.rollcall.consul;

import static io.rollcall.consul.Backend.assertKind;
import static io.rollcall.consul.Connected.PATIENCE;
import static io.rollcall.consul.Connected.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.rollcall.Rollcall;
import io.rollcall.registration.Registration;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.ServiceView;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Agents that are killed and come back, with their data or without. */
class ConsulRestartTest {

    @Test
    @DisplayName(
            "F08 F20 an agent that was killed and comes back empty has the instance again, and callers never lose it")
    void emptiedAgentGetsTheInstanceBack() {
        try (ConsulAgent agent = ConsulAgent.inMemory();
                Rollcall rollcall = Connected.to(agent.uri("ttl=3s")).build()) {
            for (int i = 0; i < 40; i++) {
                agent.registerForeign("{\"Name\":\"other-" + i + "\"}");
            }
            Registration registration = rollcall.register(orders(8080));
            registration.awaitUp(PATIENCE);
            long before = rollcall.service("orders").awaitInstances(1, PATIENCE).revision();

            agent.kill();
            assertThat(rollcall.service("orders").instances()).hasSize(1);
            agent.start();

            await().atMost(PATIENCE)
                    .until(() -> agent.get("/v1/health/service/orders?passing").size() == 1);
            await().atMost(PATIENCE)
                    .until(() -> rollcall.service("orders").snapshot().revision() < before);
            assertThat(rollcall.service("orders").instances()).hasSize(1);
            await().atMost(PATIENCE).until(() -> registration.state() == State.REGISTERED);
        }
    }

    @Test
    @DisplayName("F26 an agent that was killed and comes back with its data goes on where it was")
    void agentWithItsDataGoesOn() {
        try (ConsulAgent agent = ConsulAgent.withData();
                ConsulRegistry backend = Backend.of(agent, "")) {
            backend.register(orders(8080));
            ServiceView before = backend.fetch("orders", null).orElseThrow();

            agent.kill();
            assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", before));
            agent.start();

            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(backend.holds(orders(8080))).isTrue();
                backend.renew(orders(8080));
            });
            assertThat(backend.fetch("orders", null).orElseThrow().incarnation())
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("F20 an index that falls is another life of the registry, found also by a backend that is new to it")
    void fallenIndexIsAnotherLife() {
        try (ConsulAgent agent = ConsulAgent.inMemory();
                ConsulRegistry backend = Backend.of(agent, "");
                ConsulRegistry other = Backend.of(agent, "")) {
            backend.register(orders(8080));
            backend.register(orders(8081));
            ServiceView before = backend.fetch("orders", null).orElseThrow();
            agent.kill();
            agent.start();

            ServiceView after = backend.fetch("orders", before).orElseThrow();
            ServiceView byOther = other.fetch("orders", before).orElseThrow();

            assertThat(after.revision()).isLessThan(before.revision());
            assertThat(after.supersedes(before)).isTrue();
            assertThat(byOther.incarnation()).isEqualTo(after.incarnation()).isNotEqualTo(before.incarnation());
            assertThat(backend.fetch("orders", null).orElseThrow().incarnation())
                    .isEqualTo(after.incarnation());
        }
    }

    @Test
    @DisplayName("F26 without a leader reads are UNAVAILABLE, never an empty list")
    void withoutALeaderNothingIsSaidToBeEmpty() {
        try (ConsulAgent agent = ConsulAgent.withoutLeader();
                ConsulRegistry patient = Backend.patient(agent.uri(""), Duration.ofSeconds(15));
                ConsulRegistry backend = Backend.of(agent, "")) {
            CompletableFuture<Throwable> read = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> patient.fetch("orders", null)), task -> new Thread(task).start());

            assertKind(Kind.TIMEOUT, () -> backend.register(orders(8080)));
            assertThat(agent.get("/v1/agent/services")).as("told later").hasSize(1);
            assertThat(backend.holds(orders(8080))).as("nobody can say").isTrue();
            assertThat(read.join()).hasMessageContaining("500, No cluster leader");
            assertKind(Kind.UNAVAILABLE, () -> {
                throw read.join();
            });
        }
    }
}
