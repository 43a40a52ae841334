package io.rollcall.benchmarks;

import io.rollcall.benchmarks.bench.BenchCommand;
import io.rollcall.benchmarks.measure.MeasureCommand;
import io.rollcall.benchmarks.simulator.SimulateCommand;
import io.rollcall.benchmarks.soak.SoakCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of the jar. */
@Command(
        name = "rollcall",
        description = "Measures, simulates and soaks Rollcall.",
        subcommands = {BenchCommand.class, SimulateCommand.class, SoakCommand.class, MeasureCommand.class},
        mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    /** Runs the command that {@code args} name and exits with its code: 0 if all gates held. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }
}
