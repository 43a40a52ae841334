package io.rollcall.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another JVM with this one's class path, for faults of whole processes. Its {@code main} prints {@link #READY} when it
 * is ready; other output can be read line by line.
 *
 * <p>Needs a POSIX system for {@link #suspend} and {@link #resume}. Threadsafe.
 */
public final class ChildProcess implements AutoCloseable {
    /** The line that a child prints when it is ready. */
    public static final String READY = "ready";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;
    private final Thread reader;

    private ChildProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "child-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code main} with {@code args}, and does not wait for it. */
    public static ChildProcess start(Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        try {
            return new ChildProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(reading failed: " + e.getMessage() + ")");
        }
    }

    /** Waits until it has printed {@link #READY}. */
    public ChildProcess awaitReady() {
        awaitLine(READY);
        return this;
    }

    /** Waits for a line with this beginning, and returns it. */
    public String awaitLine(String beginning) {
        await().alias("a line that begins with \"" + beginning + "\" of a child that printed " + lines)
                .atMost(PATIENCE)
                .failFast(
                        () -> !process.isAlive() && line(beginning).findFirst().isEmpty())
                .until(() -> line(beginning).findFirst().isPresent());
        return line(beginning).findFirst().orElseThrow();
    }

    private Stream<String> line(String beginning) {
        return lines.stream().filter(line -> line.startsWith(beginning));
    }

    /** The output so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Sends SIGTERM. Output until its end can still be read. */
    public void terminate() {
        signal("-TERM");
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Sends SIGSTOP. */
    public void suspend() {
        signal("-STOP");
    }

    /** Sends SIGCONT. */
    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + signal + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end, and returns its exit code: 128 plus the signal's number if a signal ended it. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The child still runs after " + PATIENCE + "; it printed " + lines);
            }
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
        awaitExit();
    }
}
