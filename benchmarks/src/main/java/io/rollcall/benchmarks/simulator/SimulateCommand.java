package io.rollcall.benchmarks.simulator;

import io.rollcall.benchmarks.simulator.engine.Cluster;
import io.rollcall.benchmarks.simulator.plot.Plots;
import io.rollcall.benchmarks.simulator.scenario.Scenario;
import io.rollcall.benchmarks.simulator.scenario.Scenarios;
import io.rollcall.loadbalancer.strategy.Strategies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays scenarios on virtual time and checks their gates. */
@Command(
        name = "simulate",
        description = "Plays load-balancing scenarios on virtual time; exits with 1 if a gate does not hold.",
        mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--scenario", split = ",", description = "Only these. Default: all.")
    private List<String> names = List.of();

    @Option(names = "--strategies", split = ",", description = "These instead of each scenario's own.")
    private List<String> strategies = List.of();

    @Option(names = "--seed", description = "The seed of all random choices. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--json", description = "End with one line: an array of the figures.")
    private boolean json;

    @Option(names = "--plots", paramLabel = "DIR", description = "Draw charts as SVG into this folder.")
    private @Nullable Path plots;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final List<Scenario> all;

    /** Creates the command with its defaults. */
    public SimulateCommand() {
        this(Scenarios.all());
    }

    SimulateCommand(List<Scenario> all) {
        this.all = all;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Played> played = plays().parallelStream().map(Play::run).toList();
        List<Result> results =
                played.stream().flatMap(play -> play.results().stream()).toList();
        out.print(ResultTable.of(results));
        if (plots != null) {
            draw(played).write(plots).forEach(out::println);
        }
        if (json) {
            out.println(ResultJson.write(results));
        }
        out.flush();
        return results.stream().allMatch(Result::pass) ? 0 : 1;
    }

    private List<Play> plays() {
        List<String> known = new ArrayList<>(Strategies.names());
        known.add(Cluster.ORACLE);
        for (String strategy : strategies) {
            if (!known.contains(strategy)) {
                throw refused("strategy", strategy, known);
            }
        }
        List<Play> plays = new ArrayList<>();
        for (Scenario scenario : scenarios()) {
            (strategies.isEmpty() ? scenario.strategies() : strategies)
                    .stream()
                            .filter(scenario::plays)
                            .forEach(strategy -> plays.add(new Play(scenario, strategy, seed)));
        }
        if (plays.isEmpty()) {
            throw refused(
                    "strategies", strategies.toString(), scenarios().get(0).strategies());
        }
        return plays;
    }

    private static Plots draw(List<Played> played) {
        Plots charts = new Plots();
        for (Played one : played) {
            Scenario scenario = one.play().scenario();
            charts.add(
                    scenario.name(),
                    scenario.title(),
                    one.play().strategy(),
                    one.report().figures(),
                    one.report().curves());
        }
        return charts;
    }

    private List<Scenario> scenarios() {
        List<String> known = all.stream().map(Scenario::name).toList();
        for (String name : names) {
            if (known.stream().noneMatch(name::equalsIgnoreCase)) {
                throw refused("scenario", name, known);
            }
        }
        return all.stream()
                .filter(s -> names.isEmpty() || names.stream().anyMatch(s.name()::equalsIgnoreCase))
                .toList();
    }

    private ParameterException refused(String name, String value, List<String> expected) {
        return new ParameterException(
                spec.commandLine(), name + ": \"" + value + "\" (expected: one of " + expected + ")");
    }
}
