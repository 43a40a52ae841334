package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegistrationRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** services, instances and explain: commands that look once. */
class LookCommandsTest {
    private static MockRegistry registry;
    private final Terminal terminal = new Terminal();

    @BeforeAll
    static void start() {
        registry = MockRegistry.start();
        registry.register(RegistrationRequest.of("user-service", "10.0.0.1", 8080)
                .instanceId("u-1")
                .metadata("version", "1.4.0")
                .metadata("env", "prod")
                .metadata("team", "identity")
                .build());
        registry.register(RegistrationRequest.of("user-service", "10.0.0.2", 8080)
                .instanceId("u-2")
                .metadata("version", "2.0.0")
                .metadata("weight", "0")
                .build());
        registry.register(
                RegistrationRequest.of("order-service", "10.0.0.3", 8080).build());
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void servicesAreListedWithTheirInstances() {
        assertThat(look("services")).isZero();

        assertThat(terminal.lines())
                .containsExactly(
                        "SERVICE        INSTANCES  UP", "order-service          1   1", "user-service           2   2");
    }

    @Test
    void servicesAsJson() {
        assertThat(look("services", "--json")).isZero();

        JsonNode services = terminal.lastJson().get("services");
        assertThat(services.get(1).get("name").asString()).isEqualTo("user-service");
        assertThat(services.get(1).get("instances").asInt()).isEqualTo(2);
    }

    @Test
    void instancesAreATable() {
        assertThat(look("instances", "user-service")).isZero();

        assertThat(terminal.lines()).hasSize(3);
        assertThat(terminal.lines().get(1)).matches("u-1 +10.0.0.1:8080 +UP +1.4.0 +prod +- +100 +team=identity");
    }

    @Test
    void instancesAsJson() {
        assertThat(look("instances", "user-service", "--json")).isZero();

        JsonNode first = terminal.lastJson().get("instances").get(0);
        assertThat(first.get("id").asString()).isEqualTo("u-1");
        assertThat(first.get("port").asInt()).isEqualTo(8080);
        assertThat(first.get("status").asString()).isEqualTo("UP");
        assertThat(first.get("metadata").get("team").asString()).isEqualTo("identity");
    }

    @Test
    void explainSaysWhoIsLeftOutAndWhy() {
        assertThat(look("explain", "user-service", "-H", "x-canary: true")).isZero();

        assertThat(terminal.out()).contains("u-2 weight 0").contains("→ u-1 10.0.0.1:8080");
    }

    @Test
    void explainAsJson() {
        assertThat(look("explain", "user-service", "--json")).isZero();

        assertThat(terminal.lastJson().get("choice").get("id").asString()).isEqualTo("u-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"instances", "explain"})
    void unknownServiceEndsWithOneLineOnStandardError(String command) {
        assertThat(look(command, "usr-service")).isEqualTo(1);

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).hasLineCount(1).contains("\"usr-service\"", "rollcall services");
    }

    private int look(String... args) {
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--registry";
        all[args.length + 1] = registry.uri().toString();
        return terminal.run(all);
    }
}
