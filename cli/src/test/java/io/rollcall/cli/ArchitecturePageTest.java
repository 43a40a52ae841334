package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/architecture.md names files and types that exist, and each of its ways is short. */
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final Pattern ITEM = Pattern.compile("(?m)^\\d+\\. (.*)$");
    private static final Pattern FILE = Pattern.compile("^\\[`(\\w+)`]\\(([^)]+\\.java)\\): .+$");
    private static final Pattern TYPE = Pattern.compile("[`\\[{]([A-Z][a-z]+(?:[A-Z][a-z]+)+)[`\\]}]");

    @ParameterizedTest
    @CsvSource({"a, 15", "b, 20", "c, 20", "d, 15"})
    void everyWayListsExistingFilesAndNoMoreThanItsBound(String way, int bound) throws IOException {
        List<String> items = items(way);

        assertThat(items).hasSizeBetween(bound / 2, bound).doesNotHaveDuplicates();
        assertThat(items).allSatisfy(item -> {
            assertThat(item).matches(FILE);
            MatchResult file = FILE.matcher(item).results().findFirst().orElseThrow();
            assertThat(PAGE.resolveSibling(file.group(2))).isRegularFile().hasFileName(file.group(1) + ".java");
        });
    }

    @Test
    void everyTypeNamedOnThePageExists() throws IOException {
        Set<String> types = types();

        assertThat(TYPE.matcher(Files.readString(PAGE)).results().map(type -> type.group(1)))
                .hasSizeGreaterThan(60)
                .allSatisfy(type -> assertThat(types).contains(type));
    }

    @Test
    void pageIsLinkedWhereReadersLook() throws IOException {
        for (String page : List.of("README.md", "CONTRIBUTING.md")) {
            assertThat(Files.readString(Path.of("..", page))).contains("(docs/architecture.md)");
        }
    }

    private static List<String> items(String way) throws IOException {
        Map<String, String> sections = Pattern.compile("(?m)^## ")
                .splitAsStream(Files.readString(PAGE))
                .skip(1)
                .collect(Collectors.toMap(section -> section.substring(1, 2), section -> section));
        return ITEM.matcher(sections.get(way))
                .results()
                .map(item -> item.group(1))
                .toList();
    }

    private static Set<String> types() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.map(file -> file.toString().replace('\\', '/'))
                    .filter(file -> file.contains("/src/main/java/") && file.endsWith(".java"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
