package io.rollcall.benchmarks.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.benchmarks.Commands;
import io.rollcall.benchmarks.Commands.Ended;
import io.rollcall.benchmarks.simulator.scenario.Figure;
import io.rollcall.benchmarks.simulator.scenario.Gate;
import io.rollcall.benchmarks.simulator.scenario.Report;
import io.rollcall.benchmarks.simulator.scenario.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulateCommandTest {

    @Test
    void sameSeedGivesTheSameBytes() {
        String[] command = {"simulate", "--scenario", "S7,R10", "--strategies", "peak-ewma", "--seed", "7", "--json"};

        assertThat(Commands.run(command).out()).isEqualTo(Commands.run(command).out());
    }

    @Test
    void anotherSeedGivesOtherFigures() {
        String one = Commands.run("simulate", "--scenario", "C6", "--seed", "1").out();
        String two = Commands.run("simulate", "--scenario", "C6", "--seed", "2").out();

        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void lastLineIsAnArrayOfTheFigures() {
        Ended ended = Commands.run(
                "simulate", "--scenario", "o3", "--strategies", "peak-ewma,oracle", "--seed", "3", "--json");

        JsonNode figures = JsonMapper.shared().readTree(ended.lastLine());
        assertThat(figures.size()).isEqualTo(6);
        JsonNode tail = figures.get(2);
        assertThat(tail.propertyNames())
                .containsExactly("scenario", "seed", "strategy", "metric", "value", "gate", "pass");
        assertThat(tail.get("scenario").asString()).isEqualTo("O3");
        assertThat(tail.get("seed").asLong()).isEqualTo(3);
        assertThat(tail.get("strategy").asString()).isEqualTo("peak-ewma");
        assertThat(tail.get("gate").asString()).isEqualTo("<= 110.0");
        assertThat(tail.get("pass").asBoolean()).isTrue();
        assertThat(figures.get(5).get("gate").isNull()).isTrue();
    }

    @Test
    void aGateThatDoesNotHoldIsTheExitCode() {
        assertThat(exitCode(measuring(1))).isZero();
        assertThat(exitCode(measuring(2))).isEqualTo(1);
    }

    @Test
    void unknownScenarioIsRefusedWithThoseThatThereAre() {
        Ended ended = Commands.run("simulate", "--scenario", "X1");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("scenario: \"X1\" (expected: one of [V0, L1, H2,");
    }

    @Test
    void unknownStrategyIsRefusedWithThoseThatThereAre() {
        Ended ended = Commands.run("simulate", "--scenario", "O3", "--strategies", "fastest");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("strategy: \"fastest\"").contains("peak-ewma");
    }

    @Test
    void chartsAreDrawnForEachStrategy(@TempDir Path folder) throws Exception {
        Commands.run("simulate", "--scenario", "H2", "--strategies", "peak-ewma,oracle", "--plots", folder.toString());

        List<Path> files = Files.list(folder).sorted().toList();
        assertThat(files).hasSize(2);
        assertThat(Files.readString(files.get(0)))
                .startsWith("<svg ")
                .contains("peak-ewma", "oracle", "p99.9")
                .endsWith("</svg>\n");
    }

    private static int exitCode(Scenario scenario) {
        return new CommandLine(new SimulateCommand(List.of(scenario)))
                .setOut(new PrintWriter(new StringWriter()))
                .execute();
    }

    /** A scenario that measures {@code value}, of which 1 is allowed. */
    private static Scenario measuring(double value) {
        return new Scenario() {
            @Override
            public String name() {
                return "T1";
            }

            @Override
            public String title() {
                return "one figure";
            }

            @Override
            public List<String> strategies() {
                return List.of("random");
            }

            @Override
            public Report play(String strategy, long seed) {
                return Report.of(List.of(Figure.of("value", value).must(Gate.atMost(1))));
            }
        };
    }
}
