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
 * One attempt as an OkHttp call of its own, with a bound on the time until its response begins. After a stale
 * connection the call is made again.
 *
 * <p><em>Concurrency:</em> runs on one thread; may be cancelled by any. A repeat writes its call and then reads whether
 * it is cancelled, {@link #cancel()} the other way round.
 */
final class AttemptCall {
    private final CallContext context;
    private final HedgedAttempt owner;
    private final @Nullable Duration bound;
    private final @Nullable Deadline deadline;
    private volatile Attempt attempt;
    private volatile Call call;
    private volatile boolean cancelled;

    /** @param owner is notified when the attempt ends */
    AttemptCall(CallContext context, HedgedAttempt owner, Attempt attempt) {
        this.context = context;
        this.owner = owner;
        this.attempt = attempt;
        this.call = newCall();
        this.bound = context.policy().retry().perAttemptTimeout();
        this.deadline = bound == null
                ? null
                : Deadline.of(this::cancel, bound, context.runtime().scheduler());
    }

    /** A clone of the caller's call, with all that its client has, whose target is set. */
    private Call newCall() {
        ServiceInstance instance = attempt.instance();
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
        cancelled = true;
        call.cancel();
    }

    /** Makes the call on this thread. */
    void execute() {
        Response response;
        try {
            response = BalancedCall.restored(executeRepeatedly());
        } catch (IOException e) {
            failed(e);
            return;
        } catch (Throwable e) {
            abandon(); // An interceptor's own failure is not the instance's.
            throw e;
        }
        responded(response);
    }

    private Response executeRepeatedly() throws IOException {
        while (true) {
            if (cancelled || context.isCancelled()) {
                call.cancel();
            }
            try {
                Response response = call.execute();
                if (cancelled || !RetryDecision.isStale(attempt, response, context)) {
                    return response;
                }
                response.close();
            } catch (IOException e) {
                if (cancelled || !RetryDecision.isStale(attempt, e, context)) {
                    throw e;
                }
            }
            attempt = attempt.repeat();
            call = newCall();
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
            attempt.responded(response);
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
