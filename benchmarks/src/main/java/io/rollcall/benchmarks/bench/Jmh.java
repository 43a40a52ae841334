package io.rollcall.benchmarks.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one case in a JVM of its own. */
final class Jmh {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Jmh() {}

    /**
     * Measures {@code what} once.
     *
     * @throws IllegalStateException if the benchmark failed; the message is JMH's
     */
    static Measurement measure(Case what, Timing timing) {
        try {
            return best(new Runner(options(what, timing).build()).runSingle());
        } catch (RunnerException e) {
            throw new IllegalStateException(what + ": " + e.getMessage(), e);
        }
    }

    private static ChainedOptionsBuilder options(Case what, Timing timing) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + what.type().getName().replace(".", "\\.") + "\\." + what.method() + "$")
                .param("n", Integer.toString(what.n()))
                .threads(what.threads())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(timing.warmups())
                .warmupTime(TimeValue.milliseconds(timing.warmupMillis()))
                .measurementIterations(timing.iterations())
                .measurementTime(TimeValue.milliseconds(timing.millis()))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        what.params().forEach(options::param);
        return options;
    }

    private static Measurement best(RunResult run) {
        return run.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(Jmh::measurement)
                .reduce(Measurement.NONE, Measurement::best);
    }

    private static Measurement measurement(IterationResult iteration) {
        Result<?> allocated = iteration.getSecondaryResults().get(ALLOCATED);
        return new Measurement(
                iteration.getPrimaryResult().getScore(), allocated == null ? Double.NaN : allocated.getScore());
    }
}
