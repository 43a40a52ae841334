package io.rollcall.benchmarks.simulator.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts per interval of time. Confined to one thread. */
public final class Timeline {
    private final long intervalNanos;
    private long[] counts = new long[64];
    private int length;

    Timeline(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    void count(long atNanos) {
        int index = (int) (atNanos / intervalNanos);
        if (index >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(index + 1, counts.length * 2));
        }
        length = Math.max(length, index + 1);
        counts[index]++;
    }

    /** How many intervals there are up to the last count. */
    public int length() {
        return length;
    }

    /** The count of the interval that begins {@code index} intervals after the start. */
    public long at(int index) {
        return index < length ? counts[index] : 0;
    }

    /** The sum of all intervals. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** The sum of the intervals from {@code from} (inclusive) to {@code to} (exclusive). */
    public long between(Duration from, Duration to) {
        long sum = 0;
        for (long i = from.toNanos() / intervalNanos; i < Math.min(length, to.toNanos() / intervalNanos); i++) {
            sum += counts[(int) i];
        }
        return sum;
    }

    /** This one's count as a share of {@code whole}'s, for each of {@code whole}'s intervals. */
    public List<Double> shareOf(Timeline whole) {
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < whole.length; i++) {
            shares.add(whole.counts[i] == 0 ? 0.0 : (double) at(i) / whole.counts[i]);
        }
        return shares;
    }
}
