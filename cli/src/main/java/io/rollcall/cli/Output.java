package io.rollcall.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** A command's output: text, or a line of JSON for scripts. */
public final class Output {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(names = "--json", description = "Write JSON, one object per line.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Text by default. */
    public Output() {}

    /** Whether the output is JSON. */
    public boolean json() {
        return json;
    }

    /** Writes {@code object} as one line of JSON, or else the text. */
    public void print(Object object, Supplier<String> text) {
        if (json) {
            line(JSON.writeValueAsString(object));
        } else {
            line(text.get());
        }
    }

    /** Writes a line of text; to standard error if the output is JSON. */
    public void message(String text) {
        PrintWriter to = json ? err() : out();
        to.println(text);
        to.flush();
    }

    /** Standard output. */
    public PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private void line(String text) {
        out().println(text);
        out().flush();
    }

    private CommandSpec spec() {
        if (command == null) {
            throw new IllegalStateException("Output is used outside of a command");
        }
        return command;
    }
}
