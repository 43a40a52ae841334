package io.rollcall.benchmarks.simulator;

import java.util.List;
import java.util.Locale;

/** The figures as a table for people. */
final class ResultTable {
    private static final String FORMAT = "%-8s %-28s %-32s %12s  %-22s %s%n";

    private ResultTable() {}

    static String of(List<Result> results) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(Locale.ROOT, FORMAT, "scenario", "strategy", "metric", "value", "gate", ""));
        for (Result result : results) {
            table.append(String.format(
                    Locale.ROOT,
                    FORMAT,
                    result.scenario(),
                    result.strategy(),
                    result.metric(),
                    String.format(Locale.ROOT, "%.5g", result.value()),
                    result.gate() == null ? "" : result.gate(),
                    result.gate() == null ? "" : result.pass() ? "ok" : "MISSED"));
        }
        return table.toString();
    }
}
