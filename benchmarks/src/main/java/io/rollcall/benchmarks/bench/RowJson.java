package io.rollcall.benchmarks.bench;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The rows as one line of JSON for scripts, and back. */
final class RowJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private RowJson() {}

    static String write(List<Row> rows) {
        return MAPPER.writeValueAsString(rows);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws tools.jackson.core.JacksonException if it is no such array
     */
    static List<Row> read(String line) {
        return List.of(MAPPER.readValue(line, Row[].class));
    }
}
