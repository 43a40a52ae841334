package io.rollcall.benchmarks.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns measurements into rows: one for each case and each of its baselines. */
final class Rows {
    private Rows() {}

    static List<Row> of(Map<Case, Measurement> measured) {
        List<Row> rows = new ArrayList<>();
        measured.forEach((subject, measurement) -> {
            if (subject.baselines().isEmpty()) {
                rows.add(row(subject, measurement, null, null));
            }
            for (String name : subject.baselines()) {
                rows.add(row(subject, measurement, name, baseline(measured, subject, name)));
            }
        });
        return rows;
    }

    private static @Nullable Measurement baseline(Map<Case, Measurement> measured, Case subject, String name) {
        return measured.keySet().stream()
                .filter(other -> other.name().equals(name) && other.isBaselineOf(subject))
                .map(measured::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Row row(Case subject, Measurement own, @Nullable String name, @Nullable Measurement baseline) {
        return new Row(
                subject.name(),
                subject.n(),
                subject.threads(),
                rounded(own.nsPerOp(), 100),
                rounded(own.bytesPerOp(), 10),
                name,
                baseline == null ? null : rounded(own.nsPerOp() / baseline.nsPerOp(), 100),
                subject.peer());
    }

    private static double rounded(double value, int parts) {
        return (double) Math.round(value * parts) / parts;
    }
}
