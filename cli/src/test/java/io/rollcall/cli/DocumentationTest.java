package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the other pages show compiles, their links lead somewhere, and the README stays short. */
class DocumentationTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)\\)");
    private static final JavaExamples EXAMPLES = new JavaExamples("""
            import io.rollcall.*;
            import io.rollcall.health.*;
            import io.rollcall.loadbalancer.*;
            import io.rollcall.loadbalancer.policy.*;
            import io.rollcall.loadbalancer.route.*;
            import io.rollcall.loadbalancer.route.Route;
            import io.rollcall.loadbalancer.strategy.*;
            import io.rollcall.metrics.*;
            import io.rollcall.model.*;
            import io.rollcall.registration.*;
            import io.rollcall.registry.*;
            import io.rollcall.registry.security.*;
            import io.rollcall.rules.*;
            import io.rollcall.spring.*;
            import java.io.*;
            import java.net.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import okhttp3.*;
            import org.springframework.context.annotation.Bean;
            import org.springframework.stereotype.Service;
            """, """
            interface Pinged { boolean ping(); }
            Pinged db;
            Pinged ordersDb;
            Pinged ldap;
            ServiceInstance orders;
            ServiceInstance users;
            Path file;
            Rollcall rollcall;
            RollcallRegistration registration;
            String url;
            String instanceId;
            String userId;
            io.micrometer.core.instrument.MeterRegistry meterRegistry;
            java.util.concurrent.ScheduledExecutorService scheduler;
            org.slf4j.Logger log;
            void apply(Map<String, ServicePolicy> policies) {}
            """);

    @TempDir
    private Path classes;

    static Stream<Path> pages() throws IOException {
        return Stream.concat(Files.list(Path.of("..")), Files.list(Path.of("..", "docs")))
                .filter(file -> file.toString().endsWith(".md"));
    }

    static Stream<Arguments> examples() throws IOException {
        return pages().flatMap(page -> JavaExamples.of(page).map(code -> Arguments.of(page.getFileName(), code)));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("examples")
    void javaCompiles(Path page, String code) {
        assertThat(EXAMPLES.errors(code, classes)).as("an example of " + page).isEmpty();
    }

    @Test
    void aServiceACallerAndATestAreShown() {
        assertThat(JavaExamples.of(README)).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        assertThat(LINK.matcher(Files.readString(page)).results().map(link -> page.resolveSibling(link.group(1))))
                .allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void isReadInOneGo() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
    }
}
