package io.rollcall.loadbalancer.internal.algorithm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A counter with a cache line of its own, so that writing it does not slow down reads of its neighbours in memory.
 *
 * <p><em>Concurrency:</em> any thread adds, atomically; {@link #get()} may miss the newest additions.
 */
public final class PaddedCounter extends PaddedCell {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(PaddedCell.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long q0, q1, q2, q3, q4, q5, q6;

    /** Starts at {@code value}. */
    public PaddedCounter(long value) {
        this.value = value;
    }

    /** The value. */
    public long get() {
        return (long) VALUE.getOpaque(this);
    }

    /** Adds and returns the value before. */
    public long getAndAdd(long delta) {
        return (long) VALUE.getAndAdd(this, delta);
    }
}

/** The value, apart from what the heap holds before it. */
class PaddedCell extends LeadingPadding {
    volatile long value;
}
