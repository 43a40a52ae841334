package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot work is said in one line, with the value, the rule and the next step. */
class FailureLineTest {
    /** Nothing listens on port 1. */
    private static final String DOWN = "http://127.0.0.1:1";

    private final Terminal terminal = new Terminal();

    @ParameterizedTest
    @ValueSource(strings = {"services", "instances user-service", "watch user-service", "explain user-service", "demo"})
    void registryThatIsDown(String command) {
        assertThat(terminal.run((command + " --registry " + DOWN).split(" "))).isEqualTo(1);

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).hasLineCount(1).startsWith("rollcall: ").contains(DOWN, "Next: ");
    }

    @Test
    void registrationWhereTheRegistryIsDown() {
        assertThat(terminal.run("register", "a", "--port", "8080", "--host", "10.0.0.1", "--registry", DOWN))
                .isEqualTo(1);

        assertThat(terminal.err()).hasLineCount(1).contains(DOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            register a --port 0                    | port: | 1 to 65535
            register a --port 70000                | port: | 1 to 65535
            register a --port x                    | is not an int | --help
            register a                             | --port | --help
            register a/b --port 80                 | a/b | 1 to 128 of A-Z
            register a --port 80 --weight -1       | weight: | 0 to 10000
            register a --port 80 --host a/b        | host: | a host name or an IP address
            services --registry gopher://x         | gopher | http
            services --registry ://                | :// | --help
            instances                              | SERVICE | --help
            call nonsense                          | nonsense | http://SERVICE/path
            call http://a/ -n 0                    | --count: 0 | 1 or more
            call http://a/ -H nonsense             | nonsense | NAME:VALUE
            demo --requests 0                      | --requests: 0 | 1 to 1000000
            registry --port 70000                  | port: 70000 | 0 to 65535
            registry --ttl soon                    | soon | 500ms, 30s, 5m or PT30S
            registry --ttl 1s --heartbeat 2s       | heartbeat | ttl
            frobnicate                             | frobnicate | --help
            services --frob                        | --frob | --help
            """)
    void impossibleArguments(String args, String value, String rule) {
        assertThat(terminal.run(args.split(" "))).isEqualTo(2);

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err())
                .startsWith("rollcall: ")
                .contains(value, rule)
                .doesNotContain("\tat ");
        assertThat(terminal.err().lines().filter(line -> line.startsWith("rollcall: ")))
                .hasSize(1);
    }

    @Test
    void debugAddsTheStackTrace() {
        terminal.run("services", "--registry", DOWN, "--debug");

        assertThat(terminal.err()).startsWith("rollcall: ").contains("RegistryException", "\tat ");
    }

    @Test
    void withoutACommandTheHelpIsNamed() {
        assertThat(terminal.run()).isEqualTo(2);

        assertThat(terminal.err()).hasLineCount(1).contains("rollcall --help");
    }
}
