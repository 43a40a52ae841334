package io.rollcall.internal.http;

import io.rollcall.event.CallAttemptEvent.Kind;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.Hedging;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that is an OkHttp call of its own, and its hedge: the same request to another instance, sent when the
 * first takes long, if it may be repeated and the retry budget grants it. The first response with a status that is no
 * reason for a retry wins, and the other attempt is cancelled, which says nothing of its instance.
 *
 * <p>The first attempt runs on the caller's thread, the hedge on one of the SDK's.
 *
 * <p><em>Concurrency:</em> who runs, who was best so far and who has won is guarded by this object's monitor.
 */
final class HedgedAttempt {
    private final CallContext scope;
    private final CallTime callTime;
    private final FailedAttempts failures;
    private final List<AttemptCall> begun = new ArrayList<>(2);
    private int running;
    private @Nullable Attempt best;
    private boolean won;

    HedgedAttempt(CallContext scope, CallTime callTime, FailedAttempts failures) {
        this.scope = scope;
        this.callTime = callTime;
        this.failures = failures;
    }

    /** The attempt whose response counts, or one that failed as all did. */
    Attempt run(Selection selection, Kind kind) throws IOException {
        scope.cancellation().then(this::cancelAll);
        AttemptCall first = begin(selection, kind);
        ScheduledFuture<?> hedge = hedgeLater(selection);
        boolean decided = false;
        try {
            first.execute();
            Attempt attempt = decided();
            decided = true;
            return attempt;
        } finally {
            if (hedge != null) {
                hedge.cancel(false);
            }
            if (!decided) {
                giveUp();
            }
        }
    }

    private synchronized AttemptCall begin(Selection selection, Kind kind) {
        AttemptCall call = new AttemptCall(scope, this, scope.begin(selection, kind), callTime);
        begun.add(call);
        running++;
        return call;
    }

    private @Nullable ScheduledFuture<?> hedgeLater(Selection first) {
        OptionalLong delay = hedgeDelay();
        if (delay.isEmpty()) {
            return null;
        }
        try {
            return scope.machinery().scheduler().schedule(() -> hedge(first), delay.getAsLong(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return null; // The SDK is closed: nobody counts the time.
        }
    }

    private OptionalLong hedgeDelay() {
        if (!scope.isHedged()) {
            return OptionalLong.empty();
        }
        Hedging hedging = scope.policy().hedging();
        return hedging.delay() != null
                ? OptionalLong.of(hedging.delay().toNanos())
                : scope.balancer().latencies().percentile(hedging.percentile());
    }

    private void hedge(Selection first) {
        AttemptCall hedge = begunHedge(first);
        if (hedge != null) {
            hedge.executeMeanwhile();
        }
    }

    private synchronized @Nullable AttemptCall begunHedge(Selection first) {
        if (won
                || running == 0
                || !scope.hasAttemptsLeft()
                || scope.chain().call().isCanceled()) {
            return null;
        }
        Selection other = scope.other(first);
        if (other == null) {
            return null;
        }
        if (!scope.balancer().retryBudget().acquire()) {
            scope.unused(other);
            return null;
        }
        return begin(other, Kind.HEDGE);
    }

    /** Whether another attempt was answered first. */
    synchronized boolean isWon() {
        return won;
    }

    /** One attempt has ended, with or without a response. */
    void ended(Attempt attempt) {
        Response response = attempt.response();
        boolean wins;
        Attempt useless;
        synchronized (this) {
            running--;
            wins = !won
                    && response != null
                    && !scope.policy().retry().statuses().contains(response.code());
            useless = won ? attempt : worse(attempt);
            won |= wins;
            notifyAll();
        }
        discard(useless);
        if (wins) {
            others(attempt).forEach(AttemptCall::cancel);
        }
    }

    /** Keeps the better: a response is better than none, and a later one than an earlier. */
    private @Nullable Attempt worse(Attempt attempt) {
        Attempt before = best;
        boolean better = before == null || attempt.response() != null || before.response() == null;
        Attempt worse = better ? before : attempt;
        if (better) {
            best = attempt;
        }
        if (worse != null) {
            failures.add(worse);
        }
        return worse;
    }

    private static void discard(@Nullable Attempt attempt) {
        Response response = attempt == null ? null : attempt.response();
        if (response != null) {
            response.close();
        }
    }

    private synchronized List<AttemptCall> others(Attempt winner) {
        return begun.stream().filter(call -> call.attempt() != winner).toList();
    }

    private synchronized Attempt decided() throws IOException {
        while (!won && running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        if (best == null) {
            throw new IllegalStateException("An attempt ended without telling.");
        }
        return best;
    }

    /** Nobody waits any more. */
    private void giveUp() {
        Attempt useless;
        synchronized (this) {
            useless = best;
            won = true;
        }
        cancelAll();
        discard(useless);
    }

    /** Also the winner, whose body may be read still. */
    private synchronized void cancelAll() {
        begun.forEach(AttemptCall::cancel);
    }
}
