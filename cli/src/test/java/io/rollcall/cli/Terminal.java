package io.rollcall.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands as a terminal would, and keeps what they print. */
public final class Terminal {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    public int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    /** Runs a command that ends only when it is told to. */
    Running start(String... args) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = new Thread(() -> code.complete(run(args)));
        thread.start();
        return new Running(thread, code);
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    List<String> lines() {
        return out().lines().toList();
    }

    public JsonNode lastJson() {
        return JSON.readTree(lines().get(lines().size() - 1));
    }

    void awaitOut(String text) {
        Awaitility.await("output " + text).atMost(PATIENCE).until(() -> out().contains(text));
    }

    /** A command that runs; closing it is Ctrl-C. */
    record Running(Thread thread, CompletableFuture<Integer> code) implements AutoCloseable {
        int end() {
            thread.interrupt();
            return code.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }

        @Override
        public void close() {
            end();
        }
    }
}
