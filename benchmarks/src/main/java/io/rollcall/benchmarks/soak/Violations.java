package io.rollcall.benchmarks.soak;

import io.rollcall.time.TimeSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Violations of invariants, reported at once. Threadsafe. */
final class Violations {
    private static final int KEPT = 100;

    private final TimeSource time;
    private final long start;
    private final Consumer<String> out;
    private final List<String> first = new CopyOnWriteArrayList<>();
    private final LongAdder count = new LongAdder();

    Violations(TimeSource time, Consumer<String> out) {
        this.time = time;
        this.start = time.nanoTime();
        this.out = out;
    }

    void add(String what) {
        count.increment();
        if (first.size() < KEPT) {
            String line = String.format(Locale.ROOT, "after %.1f s: %s", (time.nanoTime() - start) / 1e9, what);
            first.add(line);
            out.accept("VIOLATION " + line);
        }
    }

    long count() {
        return count.sum();
    }

    /** The first hundred. */
    List<String> first() {
        return List.copyOf(first);
    }
}
