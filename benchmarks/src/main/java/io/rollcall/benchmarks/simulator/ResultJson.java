package io.rollcall.benchmarks.simulator;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The figures as one line of JSON for scripts. */
final class ResultJson {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ResultJson() {}

    static String write(List<Result> results) {
        return MAPPER.writeValueAsString(results);
    }
}
