package io.rollcall.benchmarks.store;

/** A registry's store with instances in it, for weighing. */
public final class FilledStore {
    private FilledStore() {}

    /** The store of mock-registry with {@code n} instances of four metadata entries each. */
    public static Object of(int n) {
        Store store = new RegistryStore();
        for (int i = 0; i < n; i++) {
            store.register(BenchmarkServices.of(i, false));
        }
        return store;
    }
}
