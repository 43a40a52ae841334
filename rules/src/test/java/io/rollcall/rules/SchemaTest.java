package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema and the reader say the same, as far as a schema can. */
class SchemaTest {

    /** Not those with aliases: the schema's own reader takes an alias for a text. */
    static Stream<String> good() {
        return Examples.named("good").filter(example -> !example.contains("anchors"));
    }

    static Stream<Examples.Bad> bad() {
        return Examples.bad("bad").filter(Examples.Bad::isSchemasBusiness);
    }

    @ParameterizedTest
    @MethodSource("good")
    void theSchemaTakesWhatTheReaderTakes(String example) {
        assertThat(Schema.errors(JsonTabs.toBlanks(Examples.text(example)))).isEmpty();
        assertThat(RuleDocument.parse(Examples.text(example), example)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void theSchemaRefusesWhatTheReaderRefuses(Examples.Bad example) {
        assertThat(Schema.errors(example.text())).isNotEmpty();
    }
}
