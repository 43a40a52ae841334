package io.rollcall.benchmarks.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures picks, look-ups and the registry's store against baselines and, on request, against other libraries. */
@Command(
        name = "bench",
        description = "Measures the cost of picks, look-ups and heartbeats against baselines and other libraries.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Fewer cases, one short round: under 50 s, rough figures.")
    private boolean quick;

    @Option(names = "--peers", description = "Measure other load balancers against Rollcall's equivalent strategies.")
    private boolean peers;

    @Option(names = "--json", description = "End with one line: an array of the rows.")
    private boolean json;

    @Parameters(paramLabel = "NAME", description = "Only cases whose name contains one of these, and their baselines.")
    private List<String> names = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Creates the command with its defaults. */
    public BenchCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter progress = spec.commandLine().getErr();
        Catalogue all = catalogue();
        Catalogue catalogue = all.named(names);
        if (catalogue.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "NAME: " + names + " (expected: a part of one of " + all + ")");
        }
        Session session = new Session(catalogue, quick ? Timing.QUICK : Timing.FULL, progress);
        List<Row> rows = session.run();
        out.print(RowTable.of(rows));
        if (json) {
            out.println(RowJson.write(rows));
        }
        out.flush();
        return session.isComplete() ? 0 : 1;
    }

    private Catalogue catalogue() {
        if (peers) {
            return Catalogue.peers(quick);
        }
        return quick ? Catalogue.quick() : Catalogue.full();
    }
}
