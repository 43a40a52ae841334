package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.LeadingPadding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An exponentially weighted moving average of one instance's latency that follows a rise at once: a sample above it
 * replaces it, any other lowers it by how long ago the last was.
 *
 * <p><em>Concurrency:</em> lock-free. Each sample claims the time since the one before by an atomic step of the stamp,
 * so that no interval is counted twice, and then moves the average by compare-and-set. A reader sees a whole value. It
 * has a cache line of its own.
 */
final class LatencyAverage extends LatencyCell {
    /** What {@link #nanos()} returns before the first sample. */
    static final double UNKNOWN = 0;

    /** Keeps the product with calls in flight above 0, however long there was no sample. */
    private static final double LEAST = 1;

    private static final VarHandle NANOS;
    private static final VarHandle STAMP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NANOS = lookup.findVarHandle(LatencyCell.class, "nanos", double.class);
            STAMP = lookup.findVarHandle(LatencyCell.class, "stamp", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long q0, q1, q2, q3, q4, q5, q6;

    /** The average in nanoseconds, or {@link #UNKNOWN}. */
    double nanos() {
        return (double) NANOS.getOpaque(this);
    }

    /** A call took {@code sample}. */
    void record(double sample, long now, double decayNanos) {
        double bounded = Math.max(LEAST, sample);
        if (nanos() == UNKNOWN) {
            STAMP.setVolatile(this, now);
            if (NANOS.compareAndSet(this, UNKNOWN, bounded)) {
                return;
            }
        }
        move(bounded, kept(now, decayNanos));
    }

    /** A call was cancelled after {@code sample}: counts only if that is longer than the average. */
    void recordAtLeast(double sample, long now, double decayNanos) {
        double known = nanos();
        if (known != UNKNOWN && sample > known) {
            record(sample, now, decayNanos);
        }
    }

    /** Lowers the average by the time since the last sample. */
    void decay(long now, double decayNanos) {
        if (nanos() != UNKNOWN) {
            move(LEAST, kept(now, decayNanos));
        }
    }

    private void move(double sample, double kept) {
        double known;
        double next;
        do {
            known = (double) NANOS.getVolatile(this);
            next = sample >= known ? sample : sample + (known - sample) * kept;
        } while (!NANOS.compareAndSet(this, known, next));
    }

    /** e^(−Δt/τ) for the time since the last sample; by its series where that is exact to ten digits. */
    private double kept(long now, double decayNanos) {
        double x = elapsed(now) / decayNanos;
        return x < 1e-3 ? 1 - x + x * x / 2 : Math.exp(-x);
    }

    private long elapsed(long now) {
        long last = (long) STAMP.getVolatile(this);
        while (now - last > 0) {
            if (STAMP.compareAndSet(this, last, now)) {
                return now - last;
            }
            last = (long) STAMP.getVolatile(this);
        }
        return 0;
    }
}

/** The state, apart from what the heap holds before it. */
class LatencyCell extends LeadingPadding {
    volatile double nanos;
    volatile long stamp;
}
