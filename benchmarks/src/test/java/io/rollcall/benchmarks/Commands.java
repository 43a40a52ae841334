package io.rollcall.benchmarks;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs a command as the shell would, without a process. */
public final class Commands {
    private Commands() {}

    /** How a command ended. */
    public record Ended(int code, String out, String err) {
        /** The last line of its output. */
        public String lastLine() {
            return out.strip().substring(out.strip().lastIndexOf('\n') + 1);
        }
    }

    /** Runs it. */
    public static Ended run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new Ended(code, out.toString(), err.toString());
    }
}
