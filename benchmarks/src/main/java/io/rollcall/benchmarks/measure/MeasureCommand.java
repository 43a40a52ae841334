package io.rollcall.benchmarks.measure;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Measures the cost of the SDK as a whole. */
@Command(
        name = "measure",
        description =
                "Measures balanced calls, pushes, the cache and registrations; exits with 1 if a target is missed.",
        mixinStandardHelpOptions = true)
public final class MeasureCommand implements Callable<Integer> {
    private static final List<Experiment> ALL =
            List.of(new BalancedCalls(), new Propagation(), new Cache(), new RegistrationsExperiment());
    private static final String FORMAT = "%-14s %-46s %12.3f %-3s %10s  %s%n";

    @Option(names = "--json", description = "End with one line: an array of the figures.")
    private boolean json;

    @Parameters(paramLabel = "NAME", description = "Only these: calls, propagation, cache, registrations.")
    private List<String> names = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Creates the command with its defaults. */
    public MeasureCommand() {}

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<MeasuredValue> figures = new ArrayList<>();
        for (Experiment experiment : selected()) {
            figures.addAll(experiment.run(err::println));
        }
        figures.forEach(figure -> out.printf(
                Locale.ROOT,
                FORMAT,
                figure.experiment(),
                figure.figure(),
                figure.value(),
                figure.unit(),
                figure.most() == null ? "" : "<= " + figure.most(),
                figure.most() == null ? "" : figure.pass() ? "ok" : "MISSED"));
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(figures));
        }
        out.flush();
        return figures.stream().allMatch(MeasuredValue::pass) ? 0 : 1;
    }

    private List<Experiment> selected() {
        List<String> known = ALL.stream().map(Experiment::name).toList();
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new ParameterException(spec.commandLine(), "NAME: \"" + name + "\" (expected: one of " + known + ")");
        });
        return ALL.stream()
                .filter(experiment -> names.isEmpty() || names.contains(experiment.name()))
                .toList();
    }
}
