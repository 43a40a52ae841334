package io.rollcall.consul;

import static io.rollcall.consul.Backend.assertKind;
import static io.rollcall.consul.Connected.PATIENCE;
import static io.rollcall.consul.Connected.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.Rollcall;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
    }

    @AfterAll
    static void stop() throws Exception {
        ConsulAgent.closeAll(agent);
    }

    private static String tokenWith(String rules) {
        String policy = "p" + rules.hashCode();
        agent.put(
                "/v1/acl/policy",
                Json.newObject().put("Name", policy).put("Rules", rules).toString());
        return agent.put("/v1/acl/token", "{\"Policies\":[{\"Name\":\"" + policy + "\"}]}")
                .path("SecretID")
                .stringValue();
    }

    @Test
    void theDocumentedPolicyIsEnough() {
        String token = tokenWith(RULES);
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
}
