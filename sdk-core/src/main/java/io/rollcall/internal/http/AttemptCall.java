package io.rollcall.internal.http;

import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as an OkHttp call of its own, with a bound on the time until its response begins.
 *
 * <p><em>Concurrency:</em> runs on one thread; may be cancelled by any.
 */
final class AttemptCall {
    private final CallContext scope;
    private final HedgedAttempt round;
    private final Attempt attempt;
    private final CallTime callTime;
    private final Call call;
    private final @Nullable Duration bound;
    private final @Nullable Deadline deadline;

    AttemptCall(CallContext scope, HedgedAttempt round, Attempt attempt, CallTime callTime) {
        this.scope = scope;
        this.round = round;
        this.attempt = attempt;
        this.callTime = callTime;
        this.call = callTo(attempt.instance());
        this.bound = scope.policy().retry().perAttemptTimeout();
        this.deadline = bound == null
                ? null
                : Deadline.of(call, bound, scope.machinery().scheduler());
    }

    /** The caller's call once more, and with it all that its client has: only where it goes is known already. */
    private Call callTo(ServiceInstance instance) {
        Call made = scope.chain().call().clone();
        AttemptTarget directions = new AttemptTarget(
                instance,
                scope.request().url().host(),
                scope.requestTo(instance).build(),
                scope.chain());
        made.tag(AttemptTarget.class, () -> directions);
        made.addEventListener(attempt);
        long left = callTime.callNanosLeft();
        if (left > 0) {
            made.timeout().timeout(left, TimeUnit.NANOSECONDS);
        }
        return made;
    }

    Attempt attempt() {
        return attempt;
    }

    void cancel() {
        call.cancel();
    }

    /** Makes the call on this thread. */
    void execute() {
        boolean told = false;
        try {
            if (scope.chain().call().isCanceled()) {
                call.cancel();
            }
            Response response = call.execute();
            told = true;
            answered(response);
        } catch (IOException e) {
            told = true;
            failed(e);
        } finally {
            if (!told) {
                abandon(); // An interceptor's own failure says nothing of the instance.
            }
        }
    }

    /** Makes the call on a thread of the SDK: OkHttp's dispatcher has a bound, and the call's own thread may wait. */
    void executeMeanwhile() {
        try {
            scope.background().execute(this::execute);
        } catch (RejectedExecutionException e) {
            abandon();
        }
    }

    private void abandon() {
        if (deadline != null) {
            deadline.met();
        }
        attempt.abandoned();
        round.ended(attempt);
    }

    private void answered(Response response) {
        if (deadline == null || deadline.met()) {
            attempt.answered(HeldRetryAfter.shown(response));
            round.ended(attempt);
        } else {
            response.close();
            failed(new IOException("Canceled"));
        }
    }

    private void failed(IOException e) {
        boolean late = deadline != null && !deadline.met();
        boolean byItself = call.isCanceled() && !scope.chain().call().isCanceled();
        if (round.isWon()) {
            attempt.lost(e);
        } else if (late) {
            SocketTimeoutException timeout = new SocketTimeoutException("no response began within " + bound);
            timeout.initCause(e);
            attempt.timedOut(timeout);
        } else if (OkHttpFailures.isOutOfTime(e)) {
            attempt.timedOut(e);
        } else if (byItself) {
            attempt.cancelled(e); // With all calls of its client.
        } else {
            callTime.tell(attempt, e);
        }
        round.ended(attempt);
    }
}
