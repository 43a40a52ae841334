package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    private final Terminal terminal = new Terminal();

    @ParameterizedTest
    @ValueSource(strings = {"demo", "registry", "services", "instances", "watch", "register", "call", "explain"})
    void everyCommandHasItsHelpAndIsInTheList(String command) {
        assertThat(terminal.run("--help")).isZero();
        assertThat(terminal.run(command, "--help")).isZero();

        assertThat(terminal.out()).containsPattern("(?m)^  " + command + " ").contains("Usage: rollcall " + command);
    }

    @Test
    void whatOnlyTheDemoUsesIsNotInTheList() {
        terminal.run("--help");

        assertThat(terminal.out()).doesNotContain("demo-instance").contains("bench, simulate");
    }

    @Test
    void versionNamesTheJavaThatRuns() {
        assertThat(terminal.run("--version")).isZero();

        assertThat(terminal.out())
                .contains("rollcall", "Java " + Runtime.version().feature());
    }
}
