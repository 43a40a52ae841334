package io.rollcall.benchmarks.soak;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Runs a fleet under faults. */
@Command(
        name = "soak",
        description =
                "Runs 50 registrations and 20 callers under random faults; exits with 1 if an invariant is violated.",
        mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {
    private static final int SECONDS = 60;

    @Option(names = "--minutes", description = "For how many minutes to inject faults. Default: ${DEFAULT-VALUE}.")
    private double minutes = 1;

    @Option(names = "--seed", description = "The seed of faults and calls. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--json", description = "End with one line of JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Creates the command with its defaults. */
    public SoakCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        if (!(minutes > 0)) {
            throw new ParameterException(spec.commandLine(), "minutes: " + minutes + " (expected: > 0)");
        }
        PrintWriter out = spec.commandLine().getOut();
        SoakReport report = new Soak(seed, Duration.ofMillis((long) (minutes * SECONDS * 1000)), line -> {
                    out.println(line);
                    out.flush();
                })
                .run();
        out.println(report.violations() + " violations; " + report.failed() + " of " + report.calls()
                + " calls failed; the fleet converged at most " + report.settledMillis()
                + " ms after the faults of a round; threads " + report.threads() + ", heap " + report.heapMegabytes()
                + " MB");
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(report));
        }
        out.flush();
        return report.violations() == 0 ? 0 : 1;
    }
}
