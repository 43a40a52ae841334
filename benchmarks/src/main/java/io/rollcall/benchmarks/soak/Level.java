package io.rollcall.benchmarks.soak;

import io.rollcall.benchmarks.machine.Heap;

/**
 * What the process holds at one time.
 *
 * @param threads all that live
 * @param heapMegabytes what is used after a collection
 */
record Level(int threads, int heapMegabytes) {
    private static final int MORE_THREADS = 60;
    private static final int MORE_MEGABYTES = 12;

    static Level now() {
        return new Level(Thread.activeCount(), (int) (Heap.used() >> 20));
    }

    /** Whether it has grown since {@code before} beyond what pools that happen to be busy explain. */
    boolean hasGrownSince(Level before) {
        return threads > before.threads + MORE_THREADS || heapMegabytes > before.heapMegabytes + MORE_MEGABYTES;
    }
}
