package io.rollcall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret in logs, messages, events, thread names or files, whatever fails. */
class SecretsTest {
    private static final String MARKER = "s3cr3t";

    @TempDir
    Path directory;

    @Test
    void noFailureRevealsASecret() throws Exception {
        String output = outputOf(SecretsDriver.class);

        assertThat(output)
                .as("failures are reported")
                .contains(
                        "401",
                        "403",
                        "500",
                        "The token … is unknown",
                        "another origin",
                        "it is not JSON",
                        "not shown",
                        "BEGIN PRIVATE KEY",
                        "RegistryCallEvent[operation=REGISTER");
        assertThat(output.lines().filter(SecretsTest::revealsSecret)).isEmpty();
        try (Stream<Path> kept = Files.walk(directory.resolve("work"))) {
            assertThat(kept.map(Path::toString)).noneMatch(SecretsTest::revealsSecret);
        }
    }

    private static boolean revealsSecret(String line) {
        return line.contains(MARKER)
                || line.contains(base64("s3cr3t-marker:s3cr3t-marker").substring(0, 12));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs {@code main} in a JVM of its own, with all loggers at TRACE. */
    private String outputOf(Class<?> main) throws IOException, InterruptedException {
        File log = directory.resolve("output").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        main.getName(),
                        Files.createDirectory(directory.resolve("work")).toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("the driver ends")
                    .isTrue();
            String output = Files.readString(log.toPath());
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
