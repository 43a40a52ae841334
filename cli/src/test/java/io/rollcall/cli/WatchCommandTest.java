package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegistrationRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchCommandTest {
    private final MockRegistry registry = MockRegistry.start();
    private final Terminal terminal = new Terminal();

    @Test
    void tellsWhoIsThereAndThenEachChangeOnce() {
        try (registry;
                Terminal.Running watch = watch()) {
            register("1.4.0");
            terminal.awaitOut("added ");
            register("1.5.0");
            terminal.awaitOut("changed ");
            registry.deregister("user-service", "u-1");
            terminal.awaitOut("removed ");

            assertThat(watch.end()).isZero();
            assertThat(terminal.lines()).hasSize(4);
            assertThat(terminal.lines().get(2)).contains("changed", "u-1", "1.5.0");
        }
    }

    @Test
    void asJsonEachChangeIsALine() {
        register("1.4.0");
        try (registry;
                Terminal.Running watch = watch("--json")) {
            terminal.awaitOut("}}");

            assertThat(watch.end()).isZero();
            assertThat(terminal.lastJson().get("what").asString()).isEqualTo("added");
            assertThat(terminal.lastJson().get("instance").get("version").asString())
                    .isEqualTo("1.4.0");
        }
    }

    private Terminal.Running watch(String... more) {
        List<String> args = new ArrayList<>(
                List.of("watch", "user-service", "--registry", registry.uri().toString()));
        args.addAll(List.of(more));
        return terminal.start(args.toArray(String[]::new));
    }

    private void register(String version) {
        registry.register(RegistrationRequest.of("user-service", "10.0.0.1", 80)
                .instanceId("u-1")
                .metadata("version", version)
                .build());
    }
}
