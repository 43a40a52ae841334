package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/calls.md that compare clients name tests that exist, in every row. */
class CallsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

    @Test
    void everyRowNamesTestsThatExist() throws IOException {
        List<String> rows = rows();

        assertThat(rows).hasSizeGreaterThan(30);
        for (String row : rows) {
            List<MatchResult> named = NAMED.matcher(row).results().toList();
            assertThat(named).as(row).isNotEmpty();
            for (MatchResult test : named) {
                assertThat(source(test.group(1))).as(test.group()).contains(" void " + test.group(2) + "(");
            }
        }
    }

    private static List<String> rows() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/calls.md"));
        return page.substring(page.indexOf("## Beside a plain"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.contains("| shown by |"))
                .toList();
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files =
                Files.find(ROOT.resolve("sdk-core/src/test"), 20, (file, about) -> file.endsWith(test + ".java"))) {
            return Files.readString(files.findFirst().orElseThrow());
        }
    }
}
