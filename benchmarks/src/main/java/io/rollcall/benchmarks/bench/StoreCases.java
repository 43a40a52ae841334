package io.rollcall.benchmarks.bench;

import io.rollcall.benchmarks.store.Stores;
import java.util.ArrayList;
import java.util.List;

/** The registry's store against a single lock, and against sixteen. */
final class StoreCases {
    private static final int MANY = 10_000;
    private static final int FEWER = 1_000;
    private static final String OURS = "per-service";
    private static final List<String> OTHERS = List.of("one-lock", "16-shards");

    private StoreCases() {}

    static List<Case> all() {
        return cases(MANY, List.of(1, 2, 8), List.of("register", "heartbeat", "query", "mixed"));
    }

    static List<Case> quick() {
        return cases(FEWER, List.of(1, 8), List.of("register", "heartbeat", "query"));
    }

    private static List<Case> cases(int n, List<Integer> threads, List<String> operations) {
        List<Case> cases = new ArrayList<>();
        for (int count : threads) {
            for (String operation : operations) {
                OTHERS.forEach(store -> cases.add(of(operation, store, n, count)));
                cases.add(of(operation, OURS, n, count)
                        .against(OTHERS.stream()
                                .map(store -> name(operation, store))
                                .toList()));
            }
        }
        return cases;
    }

    private static Case of(String operation, String store, int n, int threads) {
        return Case.of(name(operation, store), Stores.class, operation, n, threads)
                .with("store", store);
    }

    private static String name(String operation, String store) {
        return "store/" + operation + "/" + store;
    }
}
