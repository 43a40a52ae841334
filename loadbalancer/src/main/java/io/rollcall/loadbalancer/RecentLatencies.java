package io.rollcall.loadbalancer;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How long recent calls took: counts in buckets that grow by an eighth, so a percentile is exact within 12.5 %. At
 * {@value #MOST} counts all are halved, so that the past decays.
 *
 * <p><em>Concurrency:</em> threadsafe. Recording is one or two atomic adds; a percentile computed meanwhile may miss
 * the newest.
 *
 * @since 0.1
 */
public final class RecentLatencies {
    private static final int MOST = 20_000;
    private static final int LEAST = 100;
    private static final int FRACTION_BITS = 3;
    private static final int BUCKETS = 64 << FRACTION_BITS;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
    private final AtomicInteger total = new AtomicInteger();

    /** Nothing recorded yet. */
    public RecentLatencies() {}

    /** Counts a call that took {@code nanos}. */
    public void record(long nanos) {
        counts.incrementAndGet(bucket(Math.max(1, nanos)));
        if (total.incrementAndGet() >= MOST) {
            halve();
        }
    }

    /** The latency that a share {@code percentile} of calls did not exceed, in nanoseconds; empty below 100 counts. */
    public OptionalLong percentile(double percentile) {
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += counts.get(i);
        }
        if (all < LEAST) {
            return OptionalLong.empty();
        }
        long rank = (long) Math.ceil(percentile * all);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return OptionalLong.of(upperBound(i));
            }
        }
        return OptionalLong.of(upperBound(BUCKETS - 1));
    }

    private synchronized void halve() {
        if (total.get() < MOST) {
            return;
        }
        int left = 0;
        for (int i = 0; i < BUCKETS; i++) {
            left += counts.updateAndGet(i, count -> count / 2);
        }
        total.set(left);
    }

    /** The power of two in the upper bits, the next three bits of the value below it. */
    private static int bucket(long value) {
        int power = 63 - Long.numberOfLeadingZeros(value);
        long fraction = power >= FRACTION_BITS ? value >>> (power - FRACTION_BITS) : value << (FRACTION_BITS - power);
        return (power << FRACTION_BITS) | ((int) fraction & ((1 << FRACTION_BITS) - 1));
    }

    private static long upperBound(int bucket) {
        int power = bucket >>> FRACTION_BITS;
        long fraction = (bucket & ((1 << FRACTION_BITS) - 1)) + (1L << FRACTION_BITS) + 1;
        return power >= FRACTION_BITS ? fraction << (power - FRACTION_BITS) : fraction >>> (FRACTION_BITS - power);
    }
}
