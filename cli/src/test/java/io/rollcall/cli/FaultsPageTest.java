package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of faults names every row, and tests that exist and say which row they show. */
class FaultsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (F\\d\\d) \\|.*$");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

    @Test
    void everyRowIsThereOnceAndInOrder() throws IOException {
        assertThat(rows())
                .extracting(row -> row.group(1))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 54)
                        .mapToObj("F%02d"::formatted)
                        .toList());
        assertThat(Files.readString(ROOT.resolve("docs/faults.md")).split("\n## "))
                .allSatisfy(section -> assertThat(ROW.matcher(section).results())
                        .extracting(row -> row.group(1))
                        .isSorted());
    }

    @Test
    void everyRowNamesATestThatShowsIt() throws IOException {
        Map<String, String> tests = tests();
        for (MatchResult row : rows()) {
            List<MatchResult> named = NAMED.matcher(row.group()).results().toList();
            assertThat(named)
                    .as(row.group(1))
                    .isNotEmpty()
                    .allSatisfy(test -> assertThat(tests)
                            .hasEntrySatisfying(
                                    test.group(1) + ".java",
                                    source -> assertThat(source).contains(" void " + test.group(2) + "(")));
            assertThat(named)
                    .as("tests called %s …", row.group(1))
                    .anySatisfy(test -> assertThat(
                                    displayName(tests.getOrDefault(test.group(1) + ".java", ""), test.group(2)))
                            .contains(row.group(1)));
        }
    }

    /** What stands between the test before and this one. */
    private static String displayName(String source, String method) {
        String before = source.substring(0, source.indexOf(" void " + method + "("));
        return before.substring(before.lastIndexOf("\n    }\n") + 1);
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(ROOT.resolve("docs/faults.md")))
                .results()
                .toList();
    }

    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                20,
                (file, about) -> about.isRegularFile() && file.toString().endsWith("Test.java"))) {
            return files.collect(Collectors.toMap(
                    file -> file.getFileName().toString(), FaultsPageTest::text, (one, other) -> one + other));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
