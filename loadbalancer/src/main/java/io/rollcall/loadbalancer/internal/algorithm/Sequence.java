package io.rollcall.loadbalancer.internal.algorithm;

/**
 * A counter that hands out turns, round after round.
 *
 * <p><em>Concurrency:</em> any thread takes turns; each turn is given once, by one atomic add. The counter is moved
 * back before it could overflow, by a whole number of rounds, so that no round is cut short.
 */
public final class Sequence {
    /** Far enough below overflow for every thread to take turns while one moves the counter back. */
    private static final int HIGH = 1 << 30;

    private final PaddedCounter next;

    /**
     * Starts anywhere: callers that start together must not stay in step.
     *
     * @param start any number; random, as a rule
     */
    public Sequence(int start) {
        this.next = new PaddedCounter(start & (HIGH - 1));
    }

    /** The next turn among {@code size}: 0 to {@code size - 1}. */
    public int next(int size) {
        int turn = (int) next.getAndAdd(1);
        if (turn == HIGH) {
            next.getAndAdd(-(HIGH / size * size));
        }
        return turn % size;
    }

    /** Where the counter is, for tests: no test can wait for it to overflow. */
    int position() {
        return (int) next.get();
    }
}
