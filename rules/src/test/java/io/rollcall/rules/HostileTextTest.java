package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that was written to do harm. */
class HostileTextTest {

    @Test
    void aliasesThatMultiplyAreCountedAsWhatTheyStandFor() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol]\n");
        for (int i = 1; i < 30; i++) {
            String below = "*a" + (i - 1);
            laughs.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", below, below, below, below, below)));
        }

        assertThat(refusal(laughs.toString())).contains("too many values (expected: at most 50000");
    }

    @Test
    void anAliasCannotHoldItself() {
        assertThat(refusal("services: &a {b: *a}"))
                .contains("x:1:18: *a (expected: an anchor that is complete before)");
    }

    @Test
    void depthIsBounded() {
        assertThat(refusal("[".repeat(500_000))).contains("x:1:34: nested too deep (expected: at most 32 levels)");
        assertThat(refusal("a: ".repeat(100))).startsWith("x:1:");
    }

    @Test
    void sizeIsBounded() {
        assertThat(refusal("#" + "a".repeat(1 << 20)))
                .isEqualTo("x: more than 1 MiB (expected: at most 1 MiB; split the document)");
    }

    @Test
    void servicesAreBounded() {
        String many =
                IntStream.rangeClosed(0, 1_000).mapToObj(i -> "s" + i + ": {}").collect(Collectors.joining(", "));

        assertThat(refusal("services: {" + many + "}"))
                .contains("a mapping (expected: a mapping with 1 to 1000 entries)");
    }

    @Test
    void problemsAreBounded() {
        String many = IntStream.range(0, 500).mapToObj(i -> "s" + i + ": 1").collect(Collectors.joining(", "));
        RuleException refused =
                catchThrowableOfType(RuleException.class, () -> RuleDocument.parse("services: {" + many + "}", "x"));

        assertThat(refused.problems()).hasSize(100);
        assertThat(refused).hasMessageStartingWith("500 problems").hasMessageEndingWith("and 400 more");
    }

    @Test
    void valuesAreShownShortAndPrintable() {
        assertThat(refusal("services: {a: {panicThreshold: \"\\e[2J" + "x".repeat(500) + "\"}}"))
                .contains("\"?[2J" + "x".repeat(60) + "…\" (expected: a share");
    }

    @Test
    void charactersThatMayNotBeThereHaveAPlace() {
        assertThat(refusal("services:\n  a: \u0000")).startsWith("x:2:6: not YAML or JSON: ");
    }

    @Test
    void bytesThatAreNotTextAreRefused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("rules.yaml"), new byte[] {'a', (byte) 0xff});
        RuleException refused = catchThrowableOfType(RuleException.class, () -> RuleDocument.load(file));

        assertThat(refused).hasMessageEndingWith("rules.yaml: not UTF-8 (expected: YAML or JSON in UTF-8)");
    }

    private static String refusal(String text) {
        RuleException refused = catchThrowableOfType(RuleException.class, () -> RuleDocument.parse(text, "x"));
        assertThat(refused).isNotNull();
        return String.valueOf(refused.getMessage());
    }
}
