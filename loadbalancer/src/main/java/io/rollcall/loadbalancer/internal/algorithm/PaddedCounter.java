package io.rollcall.loadbalancer.internal.algorithm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A counter with a cache line of its own, so that who writes it does not slow down who reads its neighbours in memory.
 *
 * <p><em>Concurrency:</em> any thread adds, atomically; {@link #get()} may lag behind by what is on its way.
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
    private long q0;

    @SuppressWarnings("unused")
    private long q1;

    @SuppressWarnings("unused")
    private long q2;

    @SuppressWarnings("unused")
    private long q3;

    @SuppressWarnings("unused")
    private long q4;

    @SuppressWarnings("unused")
    private long q5;

    @SuppressWarnings("unused")
    private long q6;

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

/** The value, with what keeps it away from whatever the heap has before it. */
class PaddedCell extends PaddingBefore {
    volatile long value;
}

@SuppressWarnings("unused")
class PaddingBefore {
    private long p0;
    private long p1;
    private long p2;
    private long p3;
    private long p4;
    private long p5;
    private long p6;
}
