package io.rollcall.cli.demo;

import io.rollcall.Rollcall;
import io.rollcall.cli.CommandFailedException;
import io.rollcall.cli.LogLevel;
import io.rollcall.cli.Output;
import io.rollcall.cli.Termination;
import io.rollcall.mock.MockRegistry;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Demonstrates registration, discovery and load balancing on real sockets. */
@Command(
        name = "demo",
        description = {
            "Six instances of user-service register, and a caller sends 90 of 100 requests to 1.x and 10 to 2.x, all in"
                    + " env prod. Meanwhile one instance is killed, one drains and one joins.",
            "Exits with 1 if a request failed or went to an instance that it must not go to."
        },
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    private static final Duration TTL = Duration.ofSeconds(3);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMillis(200);
    private static final int MAX_REQUESTS = 1_000_000;
    private static final int INTERRUPTED = 130;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "2000",
            description = "The number of requests. Default: 2000.")
    private int requests;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "7",
            description = "The seed of random choices. Default: 7.")
    private long seed;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "The registry to use. Default: one in this process.")
    private @Nullable String registry;

    @Option(
            names = "--keep-open",
            description = "Keep the registry, the instances and a few calls per second running until Ctrl-C.")
    private boolean keepOpen;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "Policies in Rollcall's own format or Istio's, instead of env prod and 90/10; one user of"
                    + " twenty sends x-canary: true.")
    private @Nullable Path rules;

    @Mixin
    private Output output = new Output();

    /** For picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() {
        if (requests < 1 || requests > MAX_REQUESTS) {
            throw new IllegalArgumentException("--requests: " + requests + " (expected: 1 to " + MAX_REQUESTS + ")");
        }
        LogLevel.ERROR.apply();
        DemoPolicy policy = rules == null ? DemoPolicy.standard() : DemoPolicy.from(rules);
        try (Termination termination = Termination.expected()) {
            if (registry != null) {
                requireReachable(registry);
                return run(registry, policy, termination);
            }
            try (MockRegistry own = MockRegistry.builder()
                    .ttl(TTL)
                    .heartbeat(HEARTBEAT)
                    .sweep(SWEEP)
                    .start()) {
                return run(own.uri().toString(), policy, termination);
            }
        }
    }

    private int run(String url, DemoPolicy policy, Termination termination) {
        try (Demo demo = new Demo(url, requests, seed, policy)) {
            output.message("registry " + url);
            DemoReport report = demo.run(screen(), Ansi.AUTO.enabled(), termination);
            if (report == null) {
                return INTERRUPTED;
            }
            output.print(report, report::toString);
            if (keepOpen) {
                demo.keepOpen(output, termination);
            }
            List<String> problems = report.problems(policy.prodOnly());
            if (!problems.isEmpty()) {
                throw new CommandFailedException(String.join("; ", problems));
            }
            return ExitCode.OK;
        }
    }

    /** Fails here, in one line, instead of once per instance. */
    private static void requireReachable(String url) {
        try (Rollcall rollcall = Rollcall.connect(url)) {
            rollcall.services();
        }
    }

    /** With {@code --json} only the result is printed. */
    private PrintWriter screen() {
        return output.json() ? new PrintWriter(Writer.nullWriter()) : output.out();
    }
}
