package io.rollcall.loadbalancer.weight;

/**
 * A counter that hands out turns: 0, 1, 2, … from a start of its own, around for ever.
 *
 * <p><em>Concurrency:</em> any thread takes turns; each turn is given once, by one atomic add.
 */
public final class Sequence {
    private final PaddedCounter next;

    /** Starts anywhere: callers that start together must not walk in step. */
    public Sequence(int start) {
        this.next = new PaddedCounter(start);
    }

    /** The next turn among {@code size}: 0 to {@code size - 1}. */
    public int next(int size) {
        return Integer.remainderUnsigned((int) next.getAndAdd(1), size);
    }
}
