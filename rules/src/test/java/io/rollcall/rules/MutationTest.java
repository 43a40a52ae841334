package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Good documents with something changed at random: read, or refused with a reason, and nothing else. */
class MutationTest {
    private static final int ROUNDS = 400;
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "'",
            "- ",
            "\n",
            "\t",
            "&a ",
            "*a",
            "!!int ",
            "? ",
            "|",
            ">",
            "%",
            "0",
            "-1",
            "1e9",
            "99999999999",
            "null",
            "~",
            "true",
            "any",
            "off",
            "(",
            "\\",
            "\u0000",
            "\ud800",
            "…",
            "---\n",
            "services:",
            "version:",
            "weight:",
            "<<: ",
            "10s",
            "P",
            "{}",
            "[]");

    static Stream<String> examples() {
        return Stream.of(
                "good/everything.yaml",
                "good/sample.yaml",
                "good/sample.json",
                "good/anchors.yaml",
                "istio/good/everything.yaml",
                "istio/good/user-service.yaml");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void nothingButARuleExceptionIsEverThrown(String example) {
        Random random = new Random(42);
        String good = Examples.text(example);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String mutant = good;
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                mutant = changed(mutant, random);
            }
            refused += isRefused(mutant) ? 1 : 0;
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - 1);
    }

    /** What the reader accepts, the schema accepts. */
    private static boolean isRefused(String text) {
        try {
            RuleDocument.parse(text, "mutant", CallerIdentity.in("eu-1a"));
        } catch (RuleException e) {
            assertThat(e.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
            return true;
        }
        if (!text.contains("apiVersion") && !text.contains("---") && !text.contains("*")) {
            assertThat(Schema.errors(JsonTabs.toBlanks(text))).as(text).isEmpty();
        }
        return false;
    }

    private static String changed(String text, Random random) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + 1 + random.nextInt(8));
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + piece + text.substring(at);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, at) + piece + text.substring(to);
            case 3 -> text.substring(0, to) + text.substring(at);
            default -> withoutLine(text, random);
        };
    }

    private static String withoutLine(String text, Random random) {
        List<String> lines = new java.util.ArrayList<>(text.lines().toList());
        if (lines.size() > 1) {
            lines.remove(random.nextInt(lines.size()));
        }
        return String.join("\n", lines) + "\n";
    }
}
