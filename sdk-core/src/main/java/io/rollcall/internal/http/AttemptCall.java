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
    private final CallContext context;
    private final HedgedAttempt owner;
    private final Attempt attempt;
    private final Call call;
    private final @Nullable Duration bound;
    private final @Nullable Deadline deadline;

    /** @param owner is notified when the attempt ends */
    AttemptCall(CallContext context, HedgedAttempt owner, Attempt attempt) {
        this.context = context;
        this.owner = owner;
        this.attempt = attempt;
        this.call = callTo(attempt.instance());
        this.bound = context.policy().retry().perAttemptTimeout();
        this.deadline = bound == null
                ? null
                : Deadline.of(call, bound, context.runtime().scheduler());
    }

    /** A clone of the caller's call, with all that its client has, whose target is set. */
    private Call callTo(ServiceInstance instance) {
        Call clone = context.chain().call().clone();
        AttemptTarget target = new AttemptTarget(
                instance, context.request().url().host(), context.requestTo(instance), context.chain());
        clone.tag(AttemptTarget.class, () -> target);
        clone.addEventListener(attempt);
        long left = context.time().callNanosLeft();
        if (left > 0) {
            clone.timeout().timeout(left, TimeUnit.NANOSECONDS);
        }
        return clone;
    }

    Attempt attempt() {
        return attempt;
    }

    void cancel() {
        call.cancel();
    }

    /** Makes the call on this thread. */
    void execute() {
        boolean ended = false;
        try {
            if (context.isCancelled()) {
                call.cancel();
            }
            Response response = call.execute();
            ended = true;
            responded(response);
        } catch (IOException e) {
            ended = true;
            failed(e);
        } finally {
            if (!ended) {
                abandon(); // An interceptor's own failure is not the instance's.
            }
        }
    }

    /** Makes the call on a thread of the SDK: OkHttp's dispatcher is bounded, and this call's caller holds a slot. */
    void executeInBackground() {
        try {
            context.clients().background().execute(this::execute);
        } catch (RejectedExecutionException e) {
            abandon();
        }
    }

    private void abandon() {
        if (deadline != null) {
            deadline.met();
        }
        attempt.abandoned();
        owner.ended(attempt);
    }

    private void responded(Response response) {
        if (deadline == null || deadline.met()) {
            attempt.responded(RetryAfter.restored(response));
            owner.ended(attempt);
        } else {
            response.close();
            failed(new IOException("Canceled"));
        }
    }

    private void failed(IOException e) {
        boolean late = deadline != null && !deadline.met();
        boolean cancelledAlone = call.isCanceled() && !context.isCancelled();
        if (owner.isWon()) {
            attempt.superseded(e);
        } else if (late) {
            SocketTimeoutException timeout = new SocketTimeoutException("no response began within " + bound);
            timeout.initCause(e);
            attempt.timedOut(timeout);
        } else if (OkHttpFailures.isOutOfTime(e)) {
            attempt.timedOut(e);
        } else if (cancelledAlone) {
            attempt.cancelled(e); // With all calls of its client.
        } else {
            context.time().reportFailure(attempt, e);
        }
        owner.ended(attempt);
    }
}
