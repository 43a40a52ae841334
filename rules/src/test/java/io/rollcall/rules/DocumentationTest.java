package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/rules.md shows can be read. */
class DocumentationTest {

    static Stream<String> examples() throws IOException {
        return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/rules.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring(8, block.length() - 3));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsReadAndKeepsToTheSchema(String example) {
        assertThat(RuleDocument.parse(example, "docs/rules.md").policies()).isNotEmpty();
        assertThat(Schema.errors(example)).isEmpty();
    }
}
