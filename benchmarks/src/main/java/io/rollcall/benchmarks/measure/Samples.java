package io.rollcall.benchmarks.measure;

import java.util.Arrays;

/** Durations in nanoseconds. Threadsafe. */
final class Samples {
    private long[] nanos = new long[1_024];
    private int count;

    synchronized void add(long sample) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = sample;
    }

    synchronized int count() {
        return count;
    }

    /** The value below which this share of all samples is. */
    synchronized long percentile(double share) {
        if (count == 0) {
            throw new IllegalStateException("samples: none (expected: at least one)");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (share * count))];
    }

    /** The same in milliseconds. */
    double millis(double share) {
        return percentile(share) / 1e6;
    }

    /** The same in microseconds. */
    double micros(double share) {
        return percentile(share) / 1e3;
    }
}
