package io.rollcall.benchmarks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.benchmarks.pick.Baselines;
import io.rollcall.benchmarks.pick.Picks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RowsTest {
    private static final Case BASELINE = Case.of("baseline/array", Baselines.class, "arrayCounter", 100, 1);
    private static final Case OURS =
            Case.of("choose/round-robin", Picks.class, "choose", 100, 1).against(List.of("baseline/array"));

    @Test
    void ratioIsTheTimeOverTheBaselinesOfTheSameSizeAndThreads() {
        Map<Case, Measurement> measured = new LinkedHashMap<>();
        measured.put(Case.of("baseline/array", Baselines.class, "arrayCounter", 10, 1), new Measurement(1, 0));
        measured.put(BASELINE, new Measurement(4, 0));
        measured.put(OURS, new Measurement(6, 0));

        Row row = Rows.of(measured).get(2);

        assertThat(row).isEqualTo(new Row("choose/round-robin", 100, 1, 6, 0, "baseline/array", 1.5, null));
    }

    @Test
    void baselineThatWasNotMeasuredLeavesTheRatioOpen() {
        Row row = Rows.of(Map.of(OURS, new Measurement(6, 0))).get(0);

        assertThat(row.baseline()).isEqualTo("baseline/array");
        assertThat(row.ratio()).isNull();
    }

    @Test
    void jsonHasTheFieldsInOrderAndAPeerOnlyWhereThereIsOne() {
        Row ours = new Row("choose/round-robin", 100, 2, 6.25, 0, "baseline/array", 1.5, null);
        Row peer = new Row("peer/armeria/round-robin", 100, 1, 5, 24, null, null, "armeria");

        JsonNode rows = JsonMapper.shared().readTree(RowJson.write(List.of(ours, peer)));

        assertThat(rows.get(0).propertyNames())
                .containsExactly("name", "n", "threads", "nsPerOp", "bytesPerOp", "baseline", "ratio");
        assertThat(rows.get(1).get("peer").asString()).isEqualTo("armeria");
        assertThat(rows.get(1).get("ratio").isNull()).isTrue();
    }

    @Test
    void whatWasWrittenIsReadBack() {
        List<Row> rows = List.of(new Row("choose/random", 10, 1, 3.5, 0, "baseline/tlr", 0.9, null));

        assertThat(RowJson.read(RowJson.write(rows))).isEqualTo(rows);
    }

    @Test
    void bestOfAllIterationsCounts() {
        assertThat(new Measurement(5, 24).best(new Measurement(6, 16))).isEqualTo(new Measurement(5, 16));
    }
}
