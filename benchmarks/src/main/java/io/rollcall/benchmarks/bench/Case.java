package io.rollcall.benchmarks.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark case.
 *
 * @param name the name in the table and on the command line: {@code choose/round-robin}
 * @param type the class of the benchmark
 * @param method its method
 * @param params the values of its parameters, {@code n} excepted
 * @param n how many instances there are
 * @param threads how many threads call at once
 * @param baselines names of the cases, with the same n and threads, that it is compared with; may be empty
 * @param peer the library that is measured, or null for Rollcall and for baselines
 */
record Case(
        String name,
        Class<?> type,
        String method,
        Map<String, String> params,
        int n,
        int threads,
        List<String> baselines,
        @Nullable String peer) {

    static Case of(String name, Class<?> type, String method, int n, int threads) {
        return new Case(name, type, method, Map.of(), n, threads, List.of(), null);
    }

    Case with(String param, String value) {
        return new Case(name, type, method, Map.of(param, value), n, threads, baselines, peer);
    }

    Case against(List<String> baselines) {
        return new Case(name, type, method, params, n, threads, List.copyOf(baselines), peer);
    }

    Case ofPeer(String peer) {
        return new Case(name, type, method, params, n, threads, baselines, peer);
    }

    boolean isBaselineOf(Case other) {
        return n == other.n && threads == other.threads && other.baselines.contains(name);
    }

    @Override
    public String toString() {
        return name + " n=" + n + " threads=" + threads;
    }
}
