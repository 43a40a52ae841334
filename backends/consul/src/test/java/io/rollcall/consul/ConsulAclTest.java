package io.rollcall.consul;

import static io.rollcall.consul.Backend.assertKind;
import static io.rollcall.consul.Connected.PATIENCE;
import static io.rollcall.consul.Connected.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.Rollcall;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.internal.json.Json;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.security.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An agent that denies everything to whoever has no token. */
class ConsulAclTest {
    /** As docs/consul.md has it. */
    private static final String RULES = """
            service "orders" { policy = "write" }
            service_prefix "" { policy = "read" }
            node_prefix "" { policy = "read" }
            """;

    private static ConsulAgent agent;

    @BeforeAll
    static void start() {
        agent = ConsulAgent.withAcl();
        agent.put(
                "/v1/acl/policy",
                Json.newObject().put("Name", "app").put("Rules", RULES).toString());
    }

    @AfterAll
    static void stop() throws Exception {
        ConsulAgent.closeAll(agent);
    }

    private static JsonNode newToken() {
        return agent.put("/v1/acl/token", "{\"Policies\":[{\"Name\":\"app\"}]}");
    }

    private static String secret(JsonNode token) {
        return token.path("SecretID").stringValue();
    }

    private static void delete(JsonNode token) {
        agent.delete("/v1/acl/token/" + token.path("AccessorID").stringValue());
    }

    @Test
    void theDocumentedPolicyIsEnough() {
        String token = secret(newToken());
        try (Rollcall rollcall = Connected.to(agent.uri("token=" + token)).build()) {
            rollcall.register(orders(8080)).awaitUp(PATIENCE);

            assertThat(rollcall.service("orders").awaitInstances(1, PATIENCE).instances())
                    .hasSize(1);
            assertThat(rollcall.services()).contains("orders");
        }
        assertThat(agent.get("/v1/health/service/orders")).isEmpty();
    }

    @Test
    void withoutATokenNothingCanBeRegistered() {
        try (Rollcall rollcall = Connected.to(agent.uri("")).failFast(true).build()) {
            assertThatThrownBy(() -> rollcall.register(orders(8080)))
                    .isInstanceOfSatisfying(
                            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
                    .hasMessageContaining("ACL token");
        }
    }

    @Test
    void aTokenThatIsUnknownIsUnauthorizedAndNotShown() {
        String token = "0b0b0b0b-1111-2222-3333-444444444444";
        try (ConsulRegistry backend = Backend.of(agent, "token=" + token)) {
            assertKind(Kind.UNAUTHORIZED, () -> backend.fetch("orders", null)).hasMessageNotContaining(token);
            assertKind(Kind.UNAUTHORIZED, () -> backend.register(orders(80))).hasMessageNotContaining(token);
        }
    }

    @Test
    @DisplayName("F08 a token that is replaced and deleted costs no registration, and no change is missed")
    void tokensRotate(@TempDir Path directory) throws IOException {
        JsonNode old = newToken();
        Path file = Files.writeString(directory.resolve("token"), secret(old));
        List<State> states = new CopyOnWriteArrayList<>();
        RollcallListener listener = new RollcallListener() {
            @Override
            public void onRegistrationStateChanged(RegistrationStateChangedEvent event) {
                states.add(event.after());
            }
        };
        try (Rollcall rollcall = Connected.to(agent.uri("ttl=3s"))
                .tokenFile(file)
                .listener(listener)
                .build()) {
            rollcall.register(orders(8080)).awaitUp(PATIENCE);
            rollcall.service("orders").awaitInstances(1, PATIENCE);

            Files.writeString(file, secret(newToken()));
            delete(old);

            await().during(Duration.ofSeconds(7))
                    .atMost(Duration.ofSeconds(9))
                    .until(() -> agent.get("/v1/health/service/orders?passing").size() == 1);
            agent.registerForeign("{\"Name\":\"orders\",\"Port\":81}");
            rollcall.service("orders").awaitInstances(2, Duration.ofSeconds(4));
            assertThat(states).doesNotContain(State.LOST).last().isEqualTo(State.REGISTERED);
        } finally {
            agent.put("/v1/agent/service/deregister/orders", "");
        }
        assertThat(agent.get("/v1/catalog/service/orders")).isEmpty();
    }

    @Test
    @DisplayName("F05 an instance can be removed after the token that registered it is gone")
    void removalOutlivesTheToken() {
        JsonNode old = newToken();
        AtomicReference<String> token = new AtomicReference<>(secret(old));
        try (ConsulRegistry backend = Backend.with(agent.uri(""), Credentials.token(token::get), null)) {
            backend.register(orders(8080));
            delete(old);
            assertKind(Kind.UNAUTHORIZED, () -> backend.renew(orders(8080)));

            token.set(secret(newToken()));
            backend.deregister(orders(8080));
        }
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(9))
                .until(() -> agent.get("/v1/catalog/service/orders").isEmpty());
    }

    @Test
    @DisplayName("F15 an instance falls silent after its token was replaced, and the servers hear of it")
    void silenceOutlivesTheToken() {
        JsonNode old = newToken();
        AtomicReference<String> token = new AtomicReference<>(secret(old));
        try (ConsulRegistry backend = Backend.with(agent.uri("ttl=3s"), Credentials.token(token::get), null)) {
            backend.register(orders(8080));
            token.set(secret(newToken()));
            backend.renew(orders(8080));
            delete(old);

            await().atMost(Duration.ofSeconds(9))
                    .until(() -> agent.get("/v1/health/service/orders?passing").isEmpty());
            backend.deregister(orders(8080));
        }
    }
}
