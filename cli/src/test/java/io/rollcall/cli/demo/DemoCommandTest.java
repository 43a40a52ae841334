package io.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DemoCommandTest {
    private final Terminal terminal = new Terminal();

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void nothingFailsWhileOneIsKilledOneDrainsAndOneJoins() {
        assertThat(terminal.run("demo", "--requests", "400", "--seed", "7", "--json"))
                .as(terminal::err)
                .isZero();

        JsonNode report = terminal.lastJson();
        assertThat(report.get("requests").asInt()).isEqualTo(400);
        assertThat(report.get("failed").asInt()).isZero();
        assertThat(report.get("callsAfterSeenDead").asInt()).isZero();
        assertThat(report.get("byEnv").get("staging").asInt()).isZero();
        assertThat(report.get("byInstance").get("u-6").asInt()).isZero();
        assertThat(report.get("byInstance").get("u-7").asInt()).isPositive();
        assertThat(report.get("byVersion").get("2.0.0").asInt()).isBetween(32, 48);
        assertThat(report.get("latencyMicros").get("p99").asLong())
                .isGreaterThanOrEqualTo(report.get("latencyMicros").get("p50").asLong());
        assertThat(seen(report)).containsExactly("killed u-2 true", "drained u-3 true", "joined u-7 true");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void istiosDocumentsDriveTheDemo() {
        assertThat(terminal.run(
                        "demo", "--rules", "../docs/examples/istio-user-service.yaml", "--requests", "400", "--json"))
                .as(terminal::err)
                .isZero();

        JsonNode report = terminal.lastJson();
        assertThat(report.get("failed").asInt()).isZero();
        // 10 % of everybody and every tester, who is one of twenty: 14.5 %, within four standard deviations.
        assertThat(report.get("byVersion").get("2.0.0").asInt()).isBetween(40, 78);
    }

    @Test
    void rulesThatAreNoGoodAreNamedBeforeAnythingStarts(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), "services:\n  user-service:\n    stategy: x\n");

        assertThat(terminal.run("demo", "--rules", rules.toString())).isEqualTo(1);
        assertThat(terminal.err()).contains("rules.yaml:3:5").contains("did you mean strategy?");
    }

    private static List<String> seen(JsonNode report) {
        List<String> seen = new ArrayList<>();
        for (JsonNode event : report.get("events")) {
            seen.add(event.get("what").asString() + " " + event.get("instance").asString() + " "
                    + (event.get("seenAfterMillis").asDouble() > 0));
        }
        return seen;
    }
}
