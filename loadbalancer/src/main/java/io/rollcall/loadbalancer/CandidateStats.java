package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.model.Outcome;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the calls to one instance have told. Lives from the first snapshot that has the instance to the first that has
 * not.
 *
 * <p><em>Concurrency:</em> any thread begins and ends calls, without a lock. Streaks of failures are counted under a
 * lock, which a success does not take. Ejection and ramp are written under the balancer's lock.
 */
final class CandidateStats extends CallCounts {
    private static final long REPORT_HOLDS_NANOS = 1_000_000_000L;

    private final FailureStreaks streaks = new FailureStreaks();
    private final Slot memory = new Slot();
    private final Slot callers = new Slot();
    private volatile long reportedAt;
    private volatile @Nullable Ejection ejection;
    private volatile long rampStart;
    private volatile boolean ramping;
    private int ejections;
    private long endedAtSweep;

    /** Counts the end of a call; true if its failure makes a streak that {@code limits} do not bear. */
    boolean ended(Outcome outcome, StreakLimits limits) {
        if (outcome == Outcome.CANCELLED) {
            countLeft();
        } else {
            countEnded();
        }
        return streaks.add(outcome, limits);
    }

    /** Counts a response that began: its call is in flight still; true as for {@link #ended}. */
    boolean answered(Outcome outcome, StreakLimits limits) {
        if (outcome != Outcome.CANCELLED) {
            countAnswered();
        }
        return outcome.isFailure() && streaks.add(outcome, limits);
    }

    /** Counts the end of a call that was answered well; true as for {@link #ended}. A failure was counted before. */
    boolean bodyEnded(Outcome answer, Outcome last, StreakLimits limits) {
        countLeft();
        return !answer.isFailure() && streaks.add(last, limits);
    }

    void reported(int requestsInFlight, long now) {
        reportedAt = now;
        report(requestsInFlight);
    }

    /** A report that is a second old says nothing any more. */
    void forgetOldReport(long now) {
        if (hasReport() && now - reportedAt > REPORT_HOLDS_NANOS) {
            forgetReport();
        }
    }

    /** What the strategy keeps of the instance. */
    <T> T memory(Class<T> type, Supplier<T> initial) {
        return memory.of(type, initial);
    }

    /** What those keep of the instance who call it. */
    <T> T callers(Class<T> type, Supplier<T> initial) {
        return callers.of(type, initial);
    }

    @Nullable
    Ejection ejection() {
        return ejection;
    }

    Ejection eject(long now, long baseNanos, long maxNanos, String reason) {
        ejections++;
        streaks.reset();
        Ejection begun = new Ejection(now + Math.min(maxNanos, baseNanos * ejections), reason);
        ejection = begun;
        return begun;
    }

    void returned(long now) {
        ejection = null;
        streaks.reset();
        ramp(now);
    }

    /** Each quiet interval makes the next ejection shorter again. */
    void behaved() {
        ejections = Math.max(0, ejections - 1);
    }

    /** Begins, or begins again, to come to full weight slowly. */
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

    /** Taken out until {@code untilNanos}, because of {@code reason}. */
    record Ejection(long untilNanos, String reason) {}

    /** Calls of one interval. */
    record Window(long calls, long failures) {
        double successRate() {
            return 1 - (double) failures / calls;
        }
    }
}
