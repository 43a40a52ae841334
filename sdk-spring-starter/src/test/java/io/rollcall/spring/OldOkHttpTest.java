package io.rollcall.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

/** A class path on which another OkHttp comes first, as it does under Spring Cloud's BOM. */
class OldOkHttpTest {

    @Test
    @DisplayName("F35 an OkHttp that is too old is reported at start: its version, its location and the next step")
    void anOldOkHttpIsReportedAtStart(@TempDir Path old) throws ReflectiveOperationException, IOException {
        compile(old, "package okhttp3; public final class OkHttp { public static final String VERSION = \"4.12.0\"; }");
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = before(old)) {
            Thread.currentThread().setContextClassLoader(loader);
            Object failure = loader.loadClass(OldOkHttpTest.Start.class.getName())
                    .getMethod("failure")
                    .invoke(null);

            assertThat(failure.toString())
                    .startsWith("class path: okhttp: 4.12.0 from ")
                    .contains(old.getFileName().toString())
                    .contains("okhttp-jvm 5.")
                    .contains("Import io.rollcall:rollcall-bom before");
        } finally {
            Thread.currentThread().setContextClassLoader(own);
        }
    }

    /** Run inside the other class loader. */
    public static final class Start {
        private Start() {}

        /** The output of Spring Boot. */
        public static String failure() {
            StringBuilder failure = new StringBuilder();
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(RollcallAutoConfiguration.class))
                    .withPropertyValues("rollcall.registry=http://localhost:9")
                    .run(context -> {
                        FailureAnalysis analysis = new InvalidSettingFailureAnalyzer(new MockEnvironment())
                                .analyze(context.getStartupFailure());
                        failure.append(analysis.getDescription()).append('\n').append(analysis.getAction());
                    });
            return failure.toString();
        }
    }

    private static void compile(Path folder, String source) throws IOException {
        Path file = Files.writeString(folder.resolve("OkHttp.java"), source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), file.toString());
        assertThat(result).isZero();
    }

    private static URLClassLoader before(Path first) {
        Stream<Path> rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of);
        return new URLClassLoader(
                Stream.concat(Stream.of(first), rest).map(OldOkHttpTest::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
