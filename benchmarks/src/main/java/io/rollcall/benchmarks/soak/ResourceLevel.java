package io.rollcall.benchmarks.soak;

import io.rollcall.benchmarks.machine.Heap;

/**
 * The resources of the process at one time.
 *
 * @param threads the number of threads
 * @param heapMegabytes the heap in use after a collection
 */
record ResourceLevel(int threads, int heapMegabytes) {
    private static final int MORE_THREADS = 60;
    private static final int MORE_MEGABYTES = 12;

    static ResourceLevel now() {
        return new ResourceLevel(Thread.activeCount(), (int) (Heap.used() >> 20));
    }

    /** Whether it has grown since {@code before} by more than busy pools explain. */
    boolean hasGrownSince(ResourceLevel before) {
        return threads > before.threads + MORE_THREADS || heapMegabytes > before.heapMegabytes + MORE_MEGABYTES;
    }
}
