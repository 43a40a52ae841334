package io.rollcall.cli.demo;

import io.rollcall.cli.Table;
import io.rollcall.cli.demo.EventTimeline.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The demo's result. Its components are the keys of {@code --json}.
 *
 * @param requests completed calls
 * @param failed calls without a successful response
 * @param firstFailure the cause of the first failure, or null
 * @param retried attempts on another instance after one that failed
 * @param byVersion responses by version
 * @param byInstance responses by instance
 * @param byEnv responses by environment
 * @param latencyMicros of successful calls, including retries
 * @param events what happened to instances, and when the caller observed it
 * @param callsAfterSeenDead attempts on the killed instance by calls that began when its death was known
 * @param seed of random choices
 */
record DemoReport(
        int requests,
        int failed,
        @Nullable String firstFailure,
        int retried,
        Map<String, Integer> byVersion,
        Map<String, Integer> byInstance,
        Map<String, Integer> byEnv,
        Latency latencyMicros,
        List<Observation> events,
        int callsAfterSeenDead,
        long seed) {

    /** Percentiles in microseconds. */
    record Latency(long p50, long p99) {}

    static DemoReport of(CallTally tally, EventTimeline timeline, long seed) {
        return new DemoReport(
                tally.calls(),
                tally.failed(),
                tally.firstFailure(),
                tally.retried(),
                tally.byVersion(),
                tally.byInstance(),
                tally.byEnv(),
                new Latency(tally.micros(0.5), tally.micros(0.99)),
                timeline.list(),
                tally.afterSeenDead(),
                seed);
    }

    /**
     * What went wrong; empty if nothing did.
     *
     * @param prodOnly whether only instances in env prod may have been called
     */
    List<String> problems(boolean prodOnly) {
        List<String> problems = new ArrayList<>();
        if (failed > 0) {
            problems.add(failed + " of " + requests + " requests failed, the first with: " + firstFailure);
        }
        if (prodOnly && byEnv.getOrDefault("prod", 0) + failed != requests) {
            problems.add("instances outside of env prod were called: " + byEnv);
        }
        if (callsAfterSeenDead > 0) {
            problems.add(
                    DemoMember.KILLED.id() + " was called " + callsAfterSeenDead + " times after it was seen dead");
        }
        events.stream()
                .filter(event -> !event.seen())
                .forEach(event ->
                        problems.add("the caller never knew that " + event.instance() + " was " + event.what()));
        return problems;
    }

    /** As text. */
    @Override
    public String toString() {
        Table observations = new Table("EVENT", "INSTANCE", "CALLER KNEW AFTER", "THROUGH");
        events.forEach(event -> observations.row(event.what(), event.instance(), event.after(), event.through()));
        return String.format(
                Locale.ROOT,
                "%d requests, %d failed, %d retried elsewhere; p50 %.1f ms, p99 %.1f ms%n%n%s%n%n%s%n%n%s",
                requests,
                failed,
                retried,
                latencyMicros.p50() / 1e3,
                latencyMicros.p99() / 1e3,
                shares("VERSION", byVersion),
                shares("INSTANCE", byInstance),
                observations);
    }

    private Table shares(String what, Map<String, Integer> answers) {
        Table table = new Table(what, "ANSWERS", "SHARE");
        answers.forEach((name, count) -> table.row(name, count, percent(count)));
        return table;
    }

    private String percent(int count) {
        return String.format(Locale.ROOT, "%5.1f %%", 100.0 * count / Math.max(1, requests));
    }
}
