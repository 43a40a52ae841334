package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.model.Outcome;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of the calls to one instance. Lives from the first snapshot that has the instance to the first that
 * does not.
 *
 * <p><em>Concurrency:</em> any thread begins and ends calls, without a lock. Streaks of failures are counted under a
 * lock, which a success does not take. Ejection and ramp are written under the balancer's lock.
 */
final class CandidateStats extends CallCounts {
    private static final long REPORT_VALID_NANOS = 1_000_000_000L;

    private final FailureStreaks streaks = new FailureStreaks();
    private final Slot ofStrategy = new Slot();
    private final Slot ofClient = new Slot();
    private volatile long reportedAt;
    private volatile @Nullable Ejection ejection;
    private volatile long rampStart;
    private volatile boolean ramping;
    private int ejections;
    private long endedAtSweep;

    /** Counts the end of a call; true if its failure completes a streak of {@code limits}. */
    boolean ended(Outcome outcome, StreakLimits limits) {
        if (outcome == Outcome.CANCELLED) {
            countLeft();
        } else {
            countEnded();
        }
        return streaks.add(outcome, limits);
    }

    /** Counts a response that began: its call is still in flight; true as for {@link #ended}. */
    boolean responded(Outcome outcome, StreakLimits limits) {
        if (outcome != Outcome.CANCELLED) {
            countResponded();
        }
        return outcome.isFailure() && streaks.add(outcome, limits);
    }

    /**
     * Counts the end of a call whose response began; true as for {@link #ended}. A failed response was counted before.
     */
    boolean bodyEnded(Outcome response, Outcome last, StreakLimits limits) {
        countLeft();
        return !response.isFailure() && streaks.add(last, limits);
    }

    void reported(int requestsInFlight, long now) {
        reportedAt = now;
        report(requestsInFlight);
    }

    /** A report is valid for a second. */
    void forgetOldReport(long now) {
        if (hasReport() && now - reportedAt > REPORT_VALID_NANOS) {
            forgetReport();
        }
    }

    /** What the strategy keeps about the instance. */
    <T> T ofStrategy(Class<T> type, Supplier<T> initial) {
        return ofStrategy.of(type, initial);
    }

    /** What the client that makes the calls keeps about the instance. */
    <T> T ofClient(Class<T> type, Supplier<T> initial) {
        return ofClient.of(type, initial);
    }

    @Nullable
    Ejection ejection() {
        return ejection;
    }

    Ejection eject(long now, OutlierDetection detection, EjectionCause cause, String reason) {
        ejections++;
        streaks.reset();
        Ejection begun = new Ejection(now, ejections, 0, cause, reason).by(detection);
        ejection = begun;
        return begun;
    }

    /** Gives an ejection the duration that {@code detection} would have given it. */
    void reconsider(OutlierDetection detection) {
        Ejection begun = ejection;
        if (begun != null) {
            ejection = begun.by(detection);
        }
    }

    void returned(long now) {
        ejection = null;
        streaks.reset();
        ramp(now);
    }

    /** Each interval without an ejection makes the next one shorter. */
    void behaved() {
        ejections = Math.max(0, ejections - 1);
    }

    /** Starts, or restarts, the slow start. */
    void ramp(long now) {
        rampStart = now;
        ramping = true;
    }

    double rampFactor(SlowStart slowStart, long now) {
        return ramping ? slowStart.factor(now - rampStart) : 1;
    }

    /** The calls ended and failed since the last sweep. */
    Window sweep() {
        long ended = ended();
        // The upper half is unsigned 32 bits and wraps.
        Window window = new Window((ended - endedAtSweep) & 0xffff_ffffL, streaks.takeFailures());
        endedAtSweep = ended;
        return window;
    }

    /** The {@code number}-th ejection in a row of intervals, from {@code sinceNanos} until {@code untilNanos}. */
    record Ejection(long sinceNanos, int number, long untilNanos, EjectionCause cause, String reason) {

        Ejection by(OutlierDetection detection) {
            long base = detection.baseEjection().toNanos();
            long most = detection.maxEjection().toNanos();
            long duration = base > most / number ? most : base * number;
            return new Ejection(sinceNanos, number, sinceNanos + duration, cause, reason);
        }
    }

    /** Calls of one interval. */
    record Window(long calls, long failures) {
        double successRate() {
            return 1 - (double) failures / calls;
        }
    }
}
