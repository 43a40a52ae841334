package io.rollcall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollcall.cli.demo.DemoCommand;
import io.rollcall.cli.demo.DemoInstanceCommand;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The entry point of the command line. */
@Command(
        name = "rollcall",
        description = "Registers services, finds them, and balances calls to them.",
        subcommands = {
            DemoCommand.class,
            DemoInstanceCommand.class,
            RegistryCommand.class,
            ServicesCommand.class,
            InstancesCommand.class,
            WatchCommand.class,
            RegisterCommand.class,
            CallCommand.class,
            ExplainCommand.class
        },
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "  bench, simulate  Measure the load balancer, and simulate fleets.",
            "",
            "Start with: rollcall demo"
        })
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces and debug logs.")
    private boolean debug;

    private Main() {}

    /** Runs the command that {@code args} name and exits with its code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Runs the command that {@code args} name.
     *
     * @return 0 if it succeeded, 1 if it failed, 2 if the arguments are invalid
     */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        return new CommandLine(main)
                .setOut(out)
                .setErr(err)
                .registerConverter(Duration.class, new DurationText())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(parsed -> main.execute(parsed))
                .setParameterExceptionHandler((e, given) -> FailureLine.usage(e, main.debug))
                .setExecutionExceptionHandler((e, command, parsed) -> FailureLine.execution(e, command, main.debug))
                .execute(args);
    }

    private int execute(ParseResult parsed) {
        if (debug) {
            LogLevel.DEBUG.apply();
        }
        return new CommandLine.RunLast().execute(parsed);
    }
}
