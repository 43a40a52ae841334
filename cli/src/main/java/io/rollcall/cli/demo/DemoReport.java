package io.rollcall.cli.demo;

import io.rollcall.cli.Table;
import io.rollcall.cli.demo.Sightings.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The demo's result. Its components are the keys of {@code --json}.
 *
 * @param requests calls that ended
 * @param failed calls that ended without a good answer
 * @param firstFailure why the first of those failed, or null
 * @param retried attempts on another instance after one that failed
 * @param byVersion answers by version
 * @param byInstance answers by instance
 * @param byEnv answers by environment
 * @param latencyMicros of calls that were answered, retries included
 * @param events what happened to instances, and when the caller knew
 * @param callsAfterSeenDead attempts on the killed instance by calls that began when its death was known
 * @param seed of the choices
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
        List<Sighting> events,
        int callsAfterSeenDead,
        long seed) {

    /** Percentiles in microseconds. */
    record Latency(long p50, long p99) {}

    static DemoReport of(CallTally tally, Sightings sightings, long seed) {
        return new DemoReport(
                tally.calls(),
                tally.failed(),
                tally.firstFailure(),
                tally.retried(),
                tally.byVersion(),
                tally.byInstance(),
                tally.byEnv(),
                new Latency(tally.micros(0.5), tally.micros(0.99)),
                sightings.list(),
                tally.afterSeenDead(),
                seed);
    }

    /**
     * What should not have happened; empty if all went well.
     *
     * @param prodOnly whether no instance outside of env prod may have been called
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
            problems.add(Member.KILLED.id() + " was called " + callsAfterSeenDead + " times after it was seen dead");
        }
        events.stream()
                .filter(event -> !event.seen())
                .forEach(event ->
                        problems.add("the caller never knew that " + event.instance() + " was " + event.what()));
        return problems;
    }

    /** For people. */
    @Override
    public String toString() {
        Table seen = new Table("EVENT", "INSTANCE", "CALLER KNEW AFTER", "THROUGH");
        events.forEach(event -> seen.row(event.what(), event.instance(), event.after(), event.through()));
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
                seen);
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
