package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.internal.algorithm.LeadingPadding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The calls to one instance, as numbers. It is the first part of {@link CandidateStats}, so that a pick that compares
 * loads reads one cache line of each instance, and one that no neighbour in memory writes to: the rest of the
 * statistics is seldom written, and keeps the next object away.
 *
 * <p><em>Concurrency:</em> any thread begins and ends calls: one field holds the calls in flight (lower half) and those
 * ended (upper half), so each takes one atomic add, and both are exact once the calls are done.
 */
abstract class CallCounts extends LeadingPadding {
    private static final long ONE_ENDED = (1L << 32) - 1;
    private static final long ONE_LEFT = -1;
    private static final long ONE_RESPONDED = 1L << 32;
    private static final long NOT_REPORTED = -1;
    private static final VarHandle CALLS;

    static {
        try {
            CALLS = MethodHandles.lookup().findVarHandle(CallCounts.class, "calls", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // read and written through CALLS
    private volatile long calls;
    /** The load that the instance reported (upper half), and the calls in flight from here at that time. */
    private volatile long report = NOT_REPORTED;

    int inFlight() {
        return (int) (long) CALLS.getOpaque(this);
    }

    int load() {
        long reported = report;
        int own = inFlight();
        return reported == NOT_REPORTED ? own : Math.max(own, (int) (reported >>> 32) + own - (int) reported);
    }

    void began() {
        add(1);
    }

    /** A call that was in flight has ended. */
    final void countEnded() {
        add(ONE_ENDED);
    }

    /** A call counts as ended from now on, but is still in flight. */
    final void countResponded() {
        add(ONE_RESPONDED);
    }

    /** A call is no longer in flight, and either does not count as ended or was counted before. */
    final void countLeft() {
        add(ONE_LEFT);
    }

    /** The calls ended, modulo 2^32. */
    final long ended() {
        return (long) CALLS.getOpaque(this) >>> 32;
    }

    final void report(int requestsInFlight) {
        report = (long) requestsInFlight << 32 | inFlight();
    }

    final boolean hasReport() {
        return report != NOT_REPORTED;
    }

    final void forgetReport() {
        report = NOT_REPORTED;
    }

    private void add(long delta) {
        CALLS.getAndAdd(this, delta);
    }
}
