package io.rollcall.cli.demo;

import io.rollcall.cli.CommandFailedException;
import io.rollcall.cli.Main;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;

/** The process of the instance that is killed. */
final class ChildProcess implements AutoCloseable {
    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /** Starts {@link DemoInstanceCommand} with the Java and the class path of this process. */
    static ChildProcess start(String registry) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo-instance",
                "--registry",
                registry);
        try {
            return new ChildProcess(new ProcessBuilder(command)
                    .redirectError(Redirect.DISCARD)
                    .redirectOutput(Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new CommandFailedException(
                    "The process of " + DemoMember.KILLED.id() + " did not start: " + e.getMessage()
                            + " (next step: run " + java + " -version)",
                    e);
        }
    }

    /** Ends the process without any preparation: {@code kill -9} where there is such a thing. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        process.onExit().join();
    }
}
