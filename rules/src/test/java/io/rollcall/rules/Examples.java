package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The example documents of the tests. */
final class Examples {
    private static final Path ROOT = Path.of("src/test/resources");

    private Examples() {}

    /** A bad example lists its problems in comments. */
    record Bad(String name, String text) {
        List<String> problems() {
            return text.lines()
                    .filter(line -> line.startsWith("#! "))
                    .map(line -> line.substring(3))
                    .toList();
        }

        /** Whether the schema cannot know. */
        boolean isSchemasBusiness() {
            return text.lines().noneMatch(line -> line.startsWith("#~ "));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static String text(String name) {
        try {
            return Files.readString(ROOT.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A policy that has to be there. */
    static ServicePolicy policy(RuleDocument document, String service) {
        return Objects.requireNonNull(document.policies().get(service), service);
    }

    static Stream<String> named(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.map(file -> folder + "/" + file.getFileName()).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Bad> bad(String folder) {
        return named(folder).map(name -> new Bad(name, text(name)));
    }
}
