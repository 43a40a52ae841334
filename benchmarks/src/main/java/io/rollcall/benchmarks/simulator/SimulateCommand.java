package io.rollcall.benchmarks.simulator;

import io.rollcall.benchmarks.simulator.scenario.Scenario;
import io.rollcall.benchmarks.simulator.scenario.Scenarios;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays scenarios on virtual time and checks what must hold. */
@Command(
        name = "simulate",
        description = "Plays load-balancing scenarios on virtual time; exits with 1 if a gate does not hold.",
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--scenario", split = ",", description = "Only these. Default: all.")
    private List<String> names = List.of();

    @Option(names = "--strategies", split = ",", description = "These instead of each scenario's own.")
    private List<String> strategies = List.of();

    @Option(names = "--seed", description = "What all chance comes from. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--json", description = "End with one line: an array of the figures.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Creates the command with its defaults. */
    public SimulateCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Play> plays = new ArrayList<>();
        for (Scenario scenario : scenarios()) {
            for (String strategy : strategies.isEmpty() ? scenario.strategies() : strategies) {
                plays.add(new Play(scenario, strategy, seed));
            }
        }
        List<Played> played = plays.parallelStream().map(Play::run).toList();
        List<Result> results =
                played.stream().flatMap(play -> play.results().stream()).toList();
        out.print(ResultTable.of(results));
        if (json) {
            out.println(ResultJson.write(results));
        }
        out.flush();
        return results.stream().allMatch(Result::pass) ? 0 : 1;
    }

    private List<Scenario> scenarios() {
        List<Scenario> all = Scenarios.all();
        List<String> known = all.stream().map(Scenario::name).toList();
        for (String name : names) {
            if (known.stream().noneMatch(name::equalsIgnoreCase)) {
                throw new ParameterException(
                        spec.commandLine(), "scenario: \"" + name + "\" (expected: one of " + known + ")");
            }
        }
        return all.stream()
                .filter(s -> names.isEmpty() || names.stream().anyMatch(s.name()::equalsIgnoreCase))
                .toList();
    }
}
