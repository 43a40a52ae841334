package io.rollcall.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java that a page of the documentation shows, to be compiled. What is no whole file is put into a frame, which has
 * the imports and the variables that the page takes for granted.
 *
 * @param header imports
 * @param members what the examples refer to
 */
record JavaExamples(String header, String members) {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE =
            Pattern.compile("^(?:public |final )*(?:class|record|interface) (\\w+)", Pattern.MULTILINE);

    /** The examples of a page, as they stand there. */
    static Stream<String> of(Path page) {
        try {
            return JAVA.matcher(Files.readString(page)).results().map(found -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the compiler says against an example, with this test's class path; empty if it compiles. */
    List<String> errors(String example, Path classes) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, found, options, null, List.of(new Source(whole(example))))
                .call();
        List<String> errors = new ArrayList<>();
        for (Diagnostic<?> diagnostic : found.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(diagnostic.toString());
            }
        }
        return errors;
    }

    private String whole(String example) {
        if (example.contains("import ")) {
            return example;
        }
        boolean member = example.startsWith("@") || TYPE.matcher(example).find();
        String body = member ? example : "void shown() throws Exception {\n" + statements(example) + "\n}";
        return header + "class Frame {\n" + members + body + "\n}\n";
    }

    /** A chain begins at the builder; what goes on is left out. */
    private static String statements(String example) {
        String code = example.replace("…", "").strip();
        String begun = code.startsWith(".") ? "Rollcall.builder().registry(\"http://registry:8848\")" + code : code;
        return begun.endsWith(")") ? begun + ";" : begun;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        Source(String code) {
            super(URI.create("string:///" + name(code) + ".java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }

        private static String name(String code) {
            Matcher name = TYPE.matcher(code);
            if (!name.find()) {
                throw new IllegalArgumentException("No class in the example: " + code);
            }
            return name.group(1);
        }
    }
}
