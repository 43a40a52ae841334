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

/** Shows the main job on real sockets. */
@Command(
        name = "demo",
        description = {
            "Six instances of user-service register, and a caller sends 90 of 100 requests to 1.x and 10 to 2.x, all in"
                    + " env prod. Meanwhile one instance is killed, one drains and one joins.",
            "Ends with 1 if a request failed or went where it must not."
        },
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    private static final Duration TTL = Duration.ofSeconds(3);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMillis(200);
    private static final int MOST_REQUESTS = 1_000_000;
    private static final int ENDED_BY_USER = 130;

    @Option(names = "--requests", paramLabel = "N", defaultValue = "2000", description = "How many. Default: 2000.")
    private int requests;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "7", description = "Of the choices. Default: 7.")
    private long seed;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "Use this one. Default: one of its own, in this process.")
    private @Nullable String registry;

    @Option(
            names = "--keep-open",
            description =
                    "Afterwards leave the registry and the instances up, and go on with a few calls, until Ctrl-C.")
    private boolean keepOpen;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "Choose by these, Rollcall's own or Istio's, instead of env prod and 90/10; one user of"
                    + " twenty sends x-canary: true.")
    private @Nullable Path rules;

    @Mixin
    private Output output = new Output();

    /** For picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() {
        if (requests < 1 || requests > MOST_REQUESTS) {
            throw new IllegalArgumentException("--requests: " + requests + " (expected: 1 to " + MOST_REQUESTS + ")");
        }
        LogLevel.ERROR.apply();
        DemoPolicy chosen = rules == null ? DemoPolicy.ownOnes() : DemoPolicy.from(rules);
        try (Termination termination = Termination.expected()) {
            if (registry != null) {
                mustAnswer(registry);
                return play(registry, chosen, termination);
            }
            try (MockRegistry own = MockRegistry.builder()
                    .ttl(TTL)
                    .heartbeat(HEARTBEAT)
                    .sweep(SWEEP)
                    .start()) {
                return play(own.uri().toString(), chosen, termination);
            }
        }
    }

    private int play(String url, DemoPolicy chosen, Termination termination) {
        try (Demo demo = new Demo(url, requests, seed, chosen)) {
            output.say("registry " + url);
            DemoReport report = demo.play(screen(), Ansi.AUTO.enabled(), termination);
            if (report == null) {
                return ENDED_BY_USER;
            }
            output.print(report, report::toString);
            if (keepOpen) {
                demo.keepOpen(output, termination);
            }
            List<String> problems = report.problems(chosen.prodOnly());
            if (!problems.isEmpty()) {
                throw new CommandFailedException(String.join("; ", problems));
            }
            return ExitCode.OK;
        }
    }

    /** Said here, in one line, rather than by every instance on its own. */
    private static void mustAnswer(String url) {
        try (Rollcall rollcall = Rollcall.connect(url)) {
            rollcall.services();
        }
    }

    /** A script gets the result only. */
    private PrintWriter screen() {
        return output.json() ? new PrintWriter(Writer.nullWriter()) : output.out();
    }
}
