package io.rollcall.benchmarks.bench;

import io.rollcall.benchmarks.pick.Baselines;
import io.rollcall.benchmarks.pick.CachedPicks;
import io.rollcall.benchmarks.pick.EwmaBaseline;
import io.rollcall.benchmarks.pick.KeyedPicks;
import io.rollcall.benchmarks.pick.Picks;
import io.rollcall.benchmarks.pick.RoutedPicks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Picks of each strategy against its own baseline, and against an array with a counter, which is the least that any
 * balancer does.
 */
final class PickCases {
    /** The sizes of the fleet; the middle one is measured most. */
    static final List<Integer> SIZES = List.of(10, 100, 1_000);

    static final int TYPICAL = 100;

    private static final String ARRAY = "baseline/array-counter";
    private static final String ARRAY_CALL = "baseline/array-counter-call";
    private static final String RANDOM = "baseline/thread-local-random";
    private static final String ALIAS = "baseline/alias-table";
    private static final String ALIAS_CALL = "baseline/alias-table-call";
    private static final String SCHEDULE = "baseline/schedule";
    private static final String EWMA = "baseline/ewma";
    private static final String EWMA_CALL = "baseline/ewma-call";
    private static final String HASH_TABLE = "baseline/hash-table";
    private static final String SUBSET = "baseline/cached-subset";
    private static final String P2C = "baseline/p2c";
    private static final String P2C_CALL = "baseline/p2c-call";

    private static final List<String> ROUTES = List.of("canary", "zone", "split");

    /** A strategy and what it is compared with: for the pick alone, and for the whole call. */
    private record Subject(String strategy, List<String> pick, List<String> call) {}

    private static final List<Subject> SUBJECTS = List.of(
            new Subject("round-robin", List.of(ARRAY), List.of(ARRAY_CALL)),
            new Subject("random", List.of(RANDOM), List.of()),
            new Subject("weighted-random", List.of(ALIAS, ARRAY), List.of(ALIAS_CALL)),
            new Subject("smooth-weighted-round-robin", List.of(SCHEDULE), List.of()),
            new Subject("least-request", List.of(P2C, ARRAY), List.of(P2C_CALL)),
            new Subject("peak-ewma", List.of(EWMA), List.of(EWMA_CALL)));

    /** Strategies that go by the request's key. */
    private static final List<String> KEYED =
            List.of("maglev", "maglev-bounded", "ring-hash", "ring-hash-bounded", "rendezvous");

    /** What the quick form measures at every size, and with two threads. */
    private static final Set<String> BASIC =
            Set.of(ARRAY, ALIAS, P2C, "choose/round-robin", "choose/weighted-random", "choose/least-request");

    /** What it measures at the typical size, with one thread. */
    private static final Set<String> FURTHER = Set.of(
            ARRAY_CALL,
            P2C_CALL,
            EWMA,
            EWMA_CALL,
            HASH_TABLE,
            SUBSET,
            "select/round-robin",
            "select/least-request",
            "select/peak-ewma",
            "choose/peak-ewma",
            "choose/maglev",
            "choose/maglev-bounded",
            "choose/route/canary",
            "choose/route/zone",
            "choose/cached/round-robin");

    private PickCases() {}

    static List<Case> all() {
        return Stream.of(1, 2)
                .flatMap(threads -> SIZES.stream().flatMap(n -> at(n, threads).stream()))
                .toList();
    }

    /** The basic strategies at every size, and a little of everything at the typical one. */
    static List<Case> quick() {
        return all().stream()
                .filter(c -> c.threads() == 1 || c.n() == TYPICAL)
                .filter(c ->
                        BASIC.contains(c.name()) || c.n() == TYPICAL && c.threads() == 1 && FURTHER.contains(c.name()))
                .toList();
    }

    static List<Case> at(int n, int threads) {
        List<Case> cases = new ArrayList<>(baselines(n, threads));
        cases.add(Case.of("choose/cached/round-robin", CachedPicks.class, "choose", n, threads)
                .against(List.of("choose/round-robin")));
        for (String route : ROUTES) {
            cases.add(Case.of("choose/route/" + route, RoutedPicks.class, "choose", n, threads)
                    .with("route", route)
                    .against(List.of(SUBSET, ARRAY)));
        }
        for (String strategy : KEYED) {
            cases.add(Case.of("choose/" + strategy, KeyedPicks.class, "choose", n, threads)
                    .with("strategy", strategy)
                    .against(List.of(HASH_TABLE)));
        }
        for (Subject subject : SUBJECTS) {
            cases.add(Case.of("choose/" + subject.strategy, Picks.class, "choose", n, threads)
                    .with("strategy", subject.strategy)
                    .against(subject.pick));
            if (!subject.call.isEmpty()) {
                cases.add(Case.of("select/" + subject.strategy, Picks.class, "select", n, threads)
                        .with("strategy", subject.strategy)
                        .against(subject.call));
            }
        }
        return cases;
    }

    private static List<Case> baselines(int n, int threads) {
        return List.of(
                Case.of(ARRAY, Baselines.class, "arrayCounter", n, threads),
                Case.of(ARRAY_CALL, Baselines.class, "arrayCounterCall", n, threads),
                Case.of(RANDOM, Baselines.class, "threadLocalRandom", n, threads),
                Case.of(ALIAS, Baselines.class, "aliasTable", n, threads),
                Case.of(ALIAS_CALL, Baselines.class, "aliasTableCall", n, threads),
                Case.of(SCHEDULE, Baselines.class, "schedule", n, threads),
                Case.of(EWMA, EwmaBaseline.class, "ewma", n, threads),
                Case.of(EWMA_CALL, EwmaBaseline.class, "ewmaCall", n, threads),
                Case.of(HASH_TABLE, KeyedPicks.class, "hashTable", n, threads),
                Case.of(SUBSET, Baselines.class, "cachedSubset", n, threads),
                Case.of(P2C, Baselines.class, "p2c", n, threads),
                Case.of(P2C_CALL, Baselines.class, "p2cCall", n, threads));
    }
}
