package io.rollcall.benchmarks.machine;

import java.lang.management.ManagementFactory;

/** The heap of this process. */
public final class Heap {
    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** The bytes in use after all garbage is gone. */
    public static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
