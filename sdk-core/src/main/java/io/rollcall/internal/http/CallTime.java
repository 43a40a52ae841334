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
import org.jspecify.annotations.Nullable;

/**
 * The time of one call: how much of it is left, by the policy's bound and by OkHttp's own.
 *
 * <p><em>Concurrency:</em> any thread of the call may ask; only the call's own waits and ends it.
 */
final class CallTime {
    private final CallContext scope;
    private final TimeSource time;
    private final Call call;
    private final long startNanos;
    private final @Nullable Duration bound;
    private final @Nullable Deadline deadline;

    private CallTime(CallContext scope) {
        this.scope = scope;
        this.time = scope.machinery().time();
        this.call = scope.chain().call();
        this.startNanos = time.nanoTime();
        this.bound = scope.policy().retry().totalTimeout();
        this.deadline = bound == null
                ? null
                : Deadline.of(call, bound, scope.machinery().scheduler());
    }

    /** Begins to count. */
    static CallTime of(CallContext scope) {
        return new CallTime(scope);
    }

    /** Stops to count. False if the policy's bound was reached before. */
    boolean end() {
        return deadline == null || deadline.met();
    }

    /** Whether the policy's bound was reached. */
    boolean missed() {
        return deadline != null && deadline.missed();
    }

    /** What to say of a call that missed it. */
    String why() {
        return "no response began within " + bound;
    }

    /** Whether the call may wait for so long and have time left. */
    boolean hasRoomFor(Duration wait) {
        long after = elapsed() + wait.toNanos();
        return (bound == null || after < bound.toNanos()) && (callLimit() == 0 || after < callLimit());
    }

    /** What OkHttp's own bound of the call leaves, or 0 if there is none. */
    long callNanosLeft() {
        return callLimit() == 0 ? 0 : Math.max(1, callLimit() - elapsed());
    }

    /** Tells an attempt why it got no response. */
    void tell(Attempt attempt, IOException e) {
        if (missed()) {
            attempt.timedOut(e);
        } else if (call.isCanceled()) {
            CallTimeouts.judge(call, attempt, e);
        } else {
            attempt.failed(e);
        }
    }

    /**
     * Waits, or until the call is cancelled.
     *
     * @throws IOException if it is cancelled by its caller, or the thread interrupted
     */
    void pause(Duration wait) throws IOException {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        ScheduledFuture<?> alarm;
        try {
            alarm = scope.machinery()
                    .scheduler()
                    .schedule(() -> over.complete(true), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return; // The SDK is closed: nobody counts the time.
        }
        scope.cancellation().then(() -> over.complete(false));
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

    private long callLimit() {
        return call.timeout().timeoutNanos();
    }

    private long elapsed() {
        return time.nanoTime() - startNanos;
    }
}
