package io.rollcall.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.benchmarks.Commands;
import io.rollcall.benchmarks.Commands.Ended;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SoakCommandTest {

    @Test
    void aSoakTakesTime() {
        Ended ended = Commands.run("soak", "--minutes", "0");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("minutes: 0.0 (expected: > 0)");
    }

    @Test
    @Tag("slow")
    void aMinuteOfFaultsBreaksNothing() {
        Ended ended = Commands.run("soak", "--minutes", "1", "--seed", "1", "--json");

        JsonNode report = JsonMapper.shared().readTree(ended.lastLine());
        assertThat(report.get("violations").asInt()).as(ended.out()).isZero();
        assertThat(report.get("faults").asInt()).isGreaterThan(10);
        assertThat(report.get("calls").asInt()).isGreaterThan(5_000);
        assertThat(ended.code()).isZero();
    }
}
