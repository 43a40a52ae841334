package io.rollcall.benchmarks.bench;

import java.util.List;
import java.util.Locale;

/** The rows as a table for people. */
final class RowTable {
    private static final String FORMAT = "%-36s %8s %8s %12s %10s  %-30s %8s%n";

    private RowTable() {}

    static String of(List<Row> rows) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(Locale.ROOT, FORMAT, "name", "n", "threads", "ns/op", "B/op", "baseline", "ratio"));
        for (Row row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    FORMAT,
                    row.name(),
                    row.n(),
                    row.threads(),
                    number(row.nsPerOp(), "%.1f"),
                    number(row.bytesPerOp(), "%.1f"),
                    row.baseline() == null ? "" : row.baseline(),
                    row.ratio() == null ? "" : number(row.ratio(), "%.2f×")));
        }
        return table.toString();
    }

    private static String number(double value, String format) {
        return String.format(Locale.ROOT, format, value);
    }
}
