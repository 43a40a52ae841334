package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.clock.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistrationHttpTest {
    private final VirtualClock clock = VirtualClock.create();
    private final MockRegistry registry = MockRegistry.builder().clock(clock).start();
    private final Api api = Api.of(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void grantsALease() {
        Api.Answer answer =
                api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080,'instanceId':'o-1','generation':3}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().toString())
                .isEqualTo("{\"instanceId\":\"o-1\",\"ttlMillis\":30000,\"heartbeatMillis\":10000,\"generation\":3,"
                        + "\"timestamp\":" + clock.millis() + "}");
    }

    @Test
    void showsAllThatWasRegistered() {
        api.register(
                "{'serviceName':'orders','ip':'db-1.internal','port':1,'instanceId':'o-1','secure':true,'status':'STARTING',"
                        + "'generation':3,'timestamp':17,'metadata':{'version':'2.0.0','weight':50,'canary':true,'ratio':0.25}}");

        assertThat(api.get("/services/orders/instances").json().get("instances").toString())
                .isEqualTo(
                        "[{\"instanceId\":\"o-1\",\"serviceName\":\"orders\",\"ip\":\"db-1.internal\",\"port\":1,\"secure\":true,"
                                + "\"status\":\"STARTING\",\"generation\":3,\"timestamp\":17,\"metadata\":{\"canary\":\"true\","
                                + "\"ratio\":\"0.25\",\"version\":\"2.0.0\",\"weight\":\"50\"}}]");
    }

    @Test
    @DisplayName("F23 two instances of one host that name no id are two instances")
    void derivesTheIdFromServiceAddressAndPort() {
        Api.Answer first = api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080}");
        Api.Answer second = api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8081}");
        Api.Answer firstAgain = api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080}");

        assertThat(first.json().get("instanceId").stringValue()).isEqualTo("orders-10.0.0.1-8080");
        assertThat(firstAgain.json()).isEqualTo(first.json());
        assertThat(second.json().get("instanceId").stringValue()).isEqualTo("orders-10.0.0.1-8081");
        assertThat(registry.instances("orders")).hasSize(2);
    }

    @Test
    @DisplayName("F28 a restart on another port replaces the address at once")
    void newerGenerationReplaces() {
        api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080,'instanceId':'o-1','generation':1}");
        Api.Answer answer =
                api.register("{'serviceName':'orders','ip':'10.0.0.1','port':9090,'instanceId':'o-1','generation':2}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(registry.instances("orders")).singleElement().matches(instance -> instance.port() == 9090);
    }

    @Test
    void olderGenerationIsRefused() {
        api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080,'instanceId':'o-1','generation':2}");
        Api.Answer answer =
                api.register("{'serviceName':'orders','ip':'10.0.0.1','port':9090,'instanceId':'o-1','generation':1}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem("type")).isEqualTo("urn:rollcall:problem:older-generation");
        assertThat(answer.problem("detail")).isEqualTo("generation: 1 (expected: at least 2)");
        assertThat(registry.instances("orders")).singleElement().matches(instance -> instance.port() == 8080);
    }

    @Test
    void heartbeatKeepsTheInstance() {
        api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080,'instanceId':'o-1'}");
        for (int beat = 0; beat < 5; beat++) {
            clock.advance(Duration.ofSeconds(20));
            assertThat(api.heartbeat("orders", "o-1", "{'status':'UP','generation':0,'timestamp':5}")
                            .status())
                    .isEqualTo(204);
        }
        assertThat(registry.instances("orders")).hasSize(1);
    }

    @Test
    void heartbeatOfAnExpiredLeaseIsUnknown() {
        api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080,'instanceId':'o-1'}");
        clock.advance(Duration.ofSeconds(30));

        Api.Answer answer = api.heartbeat("orders", "o-1", "{'generation':0}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem("type")).isEqualTo("urn:rollcall:problem:unknown-instance");
        assertThat(answer.problem("action")).isEqualTo("Register the instance again.");
    }

    @Test
    void heartbeatWithoutBodyKeepsTheStatus() {
        api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080,'instanceId':'o-1','status':'DRAINING'}");

        assertThat(api.send("PUT", "/services/orders/instances/o-1/heartbeat", "")
                        .status())
                .isEqualTo(204);
        assertThat(registry.instances("orders"))
                .singleElement()
                .matches(instance -> instance.status().name().equals("DRAINING"));
    }

    @Test
    void heartbeatOfAnOlderGenerationIsRefused() {
        api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080,'instanceId':'o-1','generation':5}");

        assertThat(api.heartbeat("orders", "o-1", "{'generation':4}").status()).isEqualTo(409);
        assertThat(api.heartbeat("orders", "o-1", "{'generation':6}").status()).isEqualTo(404);
        assertThat(api.heartbeat("orders", "o-1", "{'generation':5}").status()).isEqualTo(204);
    }

    @Test
    void deregisters() {
        api.register("{'serviceName':'orders','ip':'10.0.0.1','port':8080,'instanceId':'o-1','generation':5}");

        assertThat(api.delete("/services/orders/instances/o-1?generation=4").status())
                .isEqualTo(409);
        assertThat(api.delete("/services/orders/instances/o-1?generation=5").status())
                .isEqualTo(204);
        assertThat(api.delete("/services/orders/instances/o-1").status()).isEqualTo(404);
        assertThat(registry.services()).isEmpty();
    }
}
