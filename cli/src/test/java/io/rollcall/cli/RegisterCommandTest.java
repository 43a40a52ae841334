package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegisteredInstance;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegisterCommandTest {
    private final Terminal terminal = new Terminal();

    @Test
    void holdsTheRegistrationUntilItIsEnded() {
        try (MockRegistry registry = MockRegistry.start();
                Terminal.Running register = terminal.start(
                        ("register order-service --port 8080 --host 10.0.0.7 --id o-1 --version 1.4.0 --env prod"
                                        + " --zone eu-1a --weight 50 --metadata team=shop --registry " + registry.uri())
                                .split(" "))) {
            terminal.awaitOut("registered");

            RegisteredInstance instance = registry.instances("order-service").get(0);
            assertThat(instance.instanceId()).isEqualTo("o-1");
            assertThat(instance.ip() + ":" + instance.port()).isEqualTo("10.0.0.7:8080");
            assertThat(instance.metadata())
                    .containsAllEntriesOf(
                            Map.of("version", "1.4.0", "env", "prod", "zone", "eu-1a", "weight", "50", "team", "shop"));
            assertThat(register.end()).isZero();
            assertThat(registry.instances()).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("try") // it only has to run
    void saysAsJsonWhatItRegistered() {
        try (MockRegistry registry = MockRegistry.start();
                Terminal.Running register = terminal.start(
                        "register",
                        "a",
                        "--port",
                        "81",
                        "--json",
                        "--registry",
                        registry.uri().toString())) {
            terminal.awaitOut("}}");

            assertThat(terminal.lastJson().get("instance").get("host").asString())
                    .isEqualTo(registry.instances("a").get(0).ip());
        }
    }
}
