package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "10s, PT10S",
        "500ms, PT0.5S",
        "1.5s, PT1.5S",
        "1m30s, PT1M30S",
        "24h, PT24H",
        "PT1M, PT1M",
        "0s, PT0S",
        "0.000000001s, PT0.000000001S"
    })
    void durationsAreReadAsPeopleWriteThem(String text, Duration expected) {
        assertThat(Durations.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10", "s", "", "-1s", "PT-1S", "24h1ms", "P9999999999D", "1 s", "1S", "1d", "P1DT", "9999999999h"
            })
    void otherTextsAreNone(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }
}
