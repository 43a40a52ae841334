package io.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README shows can be pasted and compiled, and it stays short. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("class (\\w+)");
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)\\)");

    @TempDir
    private Path classes;

    static Stream<String> snippets() throws Exception {
        return JAVA.matcher(Files.readString(README)).results().map(found -> found.group(1));
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void javaCompiles(String code) {
        assertThat(errors(code)).isEmpty();
    }

    @Test
    void aServiceACallerAndATestAreShown() throws Exception {
        assertThat(snippets()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void linksLeadSomewhere() throws Exception {
        assertThat(LINK.matcher(Files.readString(README)).results().map(link -> README.resolveSibling(link.group(1))))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void isReadInOneGo() throws Exception {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(150);
    }

    private List<String> errors(String code) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        compiler.getTask(null, null, found, options, null, List.of(new Source(code)))
                .call();
        List<String> errors = new ArrayList<>();
        for (Diagnostic<?> diagnostic : found.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(diagnostic.toString());
            }
        }
        return errors;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        Source(String code) {
            super(URI.create("string:///" + className(code) + ".java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }

        private static String className(String code) {
            Matcher name = CLASS.matcher(code);
            assertThat(name.find()).as("a class in %s", code).isTrue();
            return name.group(1);
        }
    }
}
