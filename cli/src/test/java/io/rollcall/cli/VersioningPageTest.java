package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VERSIONING.md promises exactly what the modules export. */
class VersioningPageTest {
    private static final Pattern EXPORT = Pattern.compile("exports (io\\.rollcall[\\w.]*);");
    private static final Pattern PACKAGE = Pattern.compile("`(io\\.rollcall[\\w.]*)`");

    @ParameterizedTest
    @ValueSource(strings = {"loadbalancer", "sdk-core", "rules", "mock-registry"})
    void promisesWhatAModuleExports(String module) throws IOException {
        String page = Files.readString(Path.of("..", "VERSIONING.md"));
        String descriptor = Files.readString(Path.of("..", module, "src", "main", "java", "module-info.java"));
        String row = page.lines()
                .filter(line -> line.strip().startsWith("| `rollcall-" + module + "`"))
                .findFirst()
                .orElseThrow();

        assertThat(found(PACKAGE, row)).isEqualTo(found(EXPORT, descriptor));
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
