package io.rollcall.internal.http;

import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The time of one call: how much of it is left, by the policy's bound and by OkHttp's own.
 *
 * <p><em>Concurrency:</em> any thread of the call may read; only the call's own waits and ends it.
 */
final class CallTime {
    private final CallContext context;
    private final TimeSource time;
    private final Call call;
    private final long startNanos;
    private final long callStartNanos;
    private final @Nullable Duration bound;
    private final @Nullable Deadline deadline;

    /** Starts to count. */
    CallTime(CallContext context) {
        this.context = context;
        this.time = context.runtime().time();
        this.call = context.chain().call();
        this.startNanos = time.nanoTime();
        this.callStartNanos =
                call.tag(CallStart.class, () -> new CallStart(startNanos)).nanos();
        this.bound = context.policy().retry().totalTimeout();
        this.deadline = bound == null
                ? null
                : Deadline.of(call::cancel, bound, context.runtime().scheduler());
    }

    /** Stops counting. False if the policy's bound was reached before. */
    boolean end() {
        return deadline == null || deadline.met();
    }

    /** Whether the policy's bound was reached. */
    boolean missed() {
        return deadline != null && deadline.missed();
    }

    /** Why a call failed that missed it. */
    String reason() {
        return "no response began within " + bound;
    }

    /** Whether the call has time left after such a wait. */
    boolean hasRoomFor(Duration wait) {
        long left = callNanosLeft();
        return (bound == null || time.nanoTime() - startNanos + wait.toNanos() < bound.toNanos())
                && (left == 0 || wait.toNanos() < left);
    }

    /** What OkHttp's own bounds of the call, its timeout and its deadline, leave; or 0 if there is none. */
    long callNanosLeft() {
        Timeout limits = call.timeout();
        long now = time.nanoTime();
        long left = limits.timeoutNanos() == 0 ? Long.MAX_VALUE : callStartNanos + limits.timeoutNanos() - now;
        if (limits.hasDeadline()) {
            left = Math.min(left, limits.deadlineNanoTime() - now);
        }
        return left == Long.MAX_VALUE ? 0 : Math.max(1, left);
    }

    /** Reports to {@code attempt} why it got no response. */
    void reportFailure(Attempt attempt, IOException e) {
        if (missed()) {
            attempt.timedOut(e);
        } else if (call.isCanceled()) {
            CallTimeouts.report(call, attempt, e);
        } else {
            attempt.failed(e);
        }
    }

    /**
     * Waits for so long, or until the call is cancelled.
     *
     * @throws IOException if its caller cancels it, or the thread is interrupted
     */
    void pause(Duration wait) throws IOException {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        ScheduledFuture<?> alarm;
        try {
            alarm = context.runtime()
                    .scheduler()
                    .schedule(() -> over.complete(true), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return; // The SDK is closed, and its scheduler with it.
        }
        context.cancellation().then(() -> over.complete(false));
        try {
            over.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            alarm.cancel(false);
        }
        if (call.isCanceled() && !missed()) {
            throw new IOException("Canceled");
        }
    }

    /** When a caller's call began, which may be balanced several times: after redirects. */
    private record CallStart(long nanos) {}
}
