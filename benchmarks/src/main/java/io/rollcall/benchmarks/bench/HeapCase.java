package io.rollcall.benchmarks.bench;

import io.rollcall.benchmarks.machine.Heap;
import io.rollcall.benchmarks.pick.Fleet;
import io.rollcall.benchmarks.store.FilledStore;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.time.TimeSource;
import java.lang.ref.Reference;
import java.util.List;
import java.util.function.IntFunction;

/**
 * One measurement of heap: the bytes that one of {@code n} instances takes.
 *
 * @param name the name in the table and on the command line
 * @param n the number of instances
 * @param holding creates the object that holds them
 */
record HeapCase(String name, int n, IntFunction<Object> holding) {
    private static final int PER_SERVICE = 100;

    static List<HeapCase> all() {
        return List.of(
                new HeapCase("heap/registry", 100_000, FilledStore::of),
                new HeapCase("heap/cache", 10_000, HeapCase::cache));
    }

    Row measure() {
        TimeSource time = TimeSource.system();
        long before = Heap.used();
        long start = time.nanoTime();
        Object held = holding.apply(n);
        long nanos = time.nanoTime() - start;
        long bytes = Heap.used() - before;
        Reference.reachabilityFence(held);
        return new Row(name, n, 1, nanos / n, bytes / n, null, null, null);
    }

    /** The state of a caller: a compiled balancer for each service. */
    private static Object cache(int n) {
        LoadBalancer[] balancers = new LoadBalancer[n / PER_SERVICE];
        for (int i = 0; i < balancers.length; i++) {
            balancers[i] = LoadBalancer.of(Fleet.SERVICE);
            balancers[i].update(Fleet.equal(PER_SERVICE));
        }
        return balancers;
    }
}
