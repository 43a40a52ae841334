package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Rollcall;
import io.rollcall.mock.MockRegistry;
import org.junit.jupiter.api.Test;

class RegistryCommandTest {
    private final Terminal terminal = new Terminal();

    @Test
    void servesUntilItIsEnded() {
        try (Terminal.Running registry = terminal.start("registry", "--port", "0", "--json")) {
            terminal.awaitOut("}");
            String url = terminal.lastJson().get("registry").asString();

            try (Rollcall rollcall = Rollcall.connect(url)) {
                assertThat(rollcall.services()).isEmpty();
            }
            assertThat(registry.end()).isZero();
            assertThat(new Terminal().run("services", "--registry", url)).isEqualTo(1);
        }
    }

    @Test
    @SuppressWarnings("try") // it only has to run
    void namesTheAddressAndThePage() {
        try (Terminal.Running registry =
                terminal.start("registry", "--port", "0", "--ttl", "3s", "--heartbeat", "PT1S")) {
            terminal.awaitOut("Ctrl-C");

            assertThat(terminal.out())
                    .containsPattern("registry http://127.0.0.1:\\d+\n")
                    .contains("page ");
        }
    }

    @Test
    void takenPortIsSaidInOneLine() {
        try (MockRegistry other = MockRegistry.start()) {
            assertThat(terminal.run("registry", "--port", Integer.toString(other.port())))
                    .isEqualTo(1);
        }
        assertThat(terminal.err()).hasLineCount(1).contains("port: ", "choose another port");
    }
}
