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
 * first takes long, if {@link RetryDecision#hedge} allows it. The first response whose status is no reason for a retry
 * wins, and the other attempt is cancelled without an effect on its instance.
 *
 * <p>The first attempt runs on the caller's thread, the hedge on one of the SDK's.
 *
 * <p><em>Concurrency:</em> the running attempts, the best result so far and whether one has won are guarded by this
 * object's monitor.
 */
final class HedgedAttempt {
    private final CallContext context;
    private final List<AttemptCall> calls = new ArrayList<>(2);
    private int running;
    private @Nullable Attempt best;
    private boolean won;

    HedgedAttempt(CallContext context) {
        this.context = context;
    }

    /** The attempt whose response counts, or the last that failed. */
    Attempt run(Attempt attempt) throws IOException {
        context.cancellation().then(this::cancelAll);
        AttemptCall first = begin(attempt);
        ScheduledFuture<?> hedge = hedgeLater(attempt.selection());
        boolean complete = false;
        try {
            first.execute();
            Attempt result = awaitResult();
            complete = true;
            return result;
        } finally {
            if (hedge != null) {
                hedge.cancel(false);
            }
            if (!complete) {
                giveUp();
            }
        }
    }

    private synchronized AttemptCall begin(Attempt attempt) {
        AttemptCall call = new AttemptCall(context, this, attempt);
        calls.add(call);
        running++;
        return call;
    }

    private @Nullable ScheduledFuture<?> hedgeLater(Selection first) {
        OptionalLong delay = hedgeDelay();
        if (delay.isEmpty()) {
            return null;
        }
        try {
            return context.runtime().scheduler().schedule(() -> hedge(first), delay.getAsLong(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return null; // The SDK is closed, and its scheduler with it.
        }
    }

    private OptionalLong hedgeDelay() {
        if (!RetryDecision.isHedged(context.request(), context.policy())) {
            return OptionalLong.empty();
        }
        Hedging hedging = context.policy().hedging();
        return hedging.delay() != null
                ? OptionalLong.of(hedging.delay().toNanos())
                : context.balancer().latencies().percentile(hedging.percentile());
    }

    private void hedge(Selection first) {
        AttemptCall hedge = beginHedge(first);
        if (hedge != null) {
            hedge.executeInBackground();
        }
    }

    private synchronized @Nullable AttemptCall beginHedge(Selection first) {
        if (won || running == 0 || context.isCancelled()) {
            return null;
        }
        Selection other = RetryDecision.hedge(first, context).next();
        return other == null ? null : begin(context.begin(other, Kind.HEDGE));
    }

    /** Whether another attempt got the response that counts. */
    synchronized boolean isWon() {
        return won;
    }

    /** One attempt has ended, with or without a response. */
    void ended(Attempt attempt) {
        Response response = attempt.response();
        boolean wins;
        Attempt loser;
        synchronized (this) {
            running--;
            wins = !won
                    && response != null
                    && !RetryDecision.isRetryable(response, context.policy().retry());
            loser = won ? attempt : worse(attempt);
            won |= wins;
            notifyAll();
        }
        discard(loser);
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
            context.failures().add(worse);
        }
        return worse;
    }

    private static void discard(@Nullable Attempt attempt) {
        if (attempt != null) {
            attempt.discard();
        }
    }

    private synchronized List<AttemptCall> others(Attempt winner) {
        return calls.stream().filter(call -> call.attempt() != winner).toList();
    }

    private synchronized Attempt awaitResult() throws IOException {
        while (!won && running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
        if (best == null) {
            throw new IllegalStateException("An attempt ended without a result.");
        }
        return best;
    }

    /** The caller waits no longer. */
    private void giveUp() {
        Attempt loser;
        synchronized (this) {
            loser = best;
            won = true;
        }
        cancelAll();
        discard(loser);
    }

    /** Also the winner, whose body may still be read. */
    private synchronized void cancelAll() {
        calls.forEach(AttemptCall::cancel);
    }
}
