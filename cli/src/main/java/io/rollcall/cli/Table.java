package io.rollcall.cli;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** A text table with a heading; numbers are aligned to the right. Not threadsafe. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private final BitSet numbers = new BitSet();

    /** A table whose columns are headed by {@code heading}. */
    public Table(String... heading) {
        rows.add(List.of(heading));
    }

    /** Adds a row; shown as its {@code toString()}. */
    public Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            row.add(String.valueOf(cells[i]));
            numbers.set(i, cells[i] instanceof Number);
        }
        rows.add(row);
        return this;
    }

    /** Its lines, without trailing blanks. */
    public List<String> lines() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    @Override
    public String toString() {
        return lines().stream().collect(Collectors.joining(System.lineSeparator()));
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String blanks = " ".repeat(widths[i] - row.get(i).length());
            line.append(numbers.get(i) ? blanks + row.get(i) : row.get(i) + blanks)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }
}
