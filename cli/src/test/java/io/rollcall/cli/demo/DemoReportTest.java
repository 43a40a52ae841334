package io.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.cli.demo.EventTimeline.Observation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    @Test
    void aGoodRunHasNoProblems() {
        assertThat(report(0, Map.of("prod", 100), 0, 12.0).problems(true)).isEmpty();
    }

    @Test
    void everyBrokenPromiseIsNamed() {
        assertThat(report(1, Map.of("prod", 97, "staging", 2), 3, null).problems(true))
                .hasSize(4)
                .anyMatch(problem -> problem.contains("1 of 100 requests failed, the first with: status 500"))
                .anyMatch(problem -> problem.contains("staging=2"))
                .anyMatch(problem -> problem.contains("u-2 was called 3 times after it was seen dead"))
                .anyMatch(problem -> problem.contains("never knew that u-2 was killed"));
    }

    private static DemoReport report(
            int failed, Map<String, Integer> byEnv, int afterSeenDead, @Nullable Double seenAfter) {
        return new DemoReport(
                100,
                failed,
                failed == 0 ? null : "status 500",
                0,
                Map.of(),
                Map.of(),
                byEnv,
                new DemoReport.Latency(1, 2),
                List.of(new Observation("killed", "u-2", seenAfter, seenAfter == null ? null : "push")),
                afterSeenDead,
                7);
    }
}
