package io.rollcall.http.balancing;

import io.rollcall.http.balancing.DirectedInterceptor.Directions;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One attempt as an OkHttp call of its own, with a bound on the time until its response begins.
 *
 * <p><em>Concurrency:</em> runs on one thread; may be cancelled by any.
 */
final class SeparateCall implements Callback {
    private final CallScope scope;
    private final SeparateRound round;
    private final Attempt attempt;
    private final CallTime callTime;
    private final Call call;
    private final @Nullable Duration bound;
    private final @Nullable Deadline deadline;

    SeparateCall(CallScope scope, SeparateRound round, OkHttpClient single, Attempt attempt, CallTime callTime) {
        this.scope = scope;
        this.round = round;
        this.attempt = attempt;
        this.callTime = callTime;
        this.call = callTo(attempt.instance(), single);
        this.bound = scope.policy().retry().perAttemptTimeout();
        this.deadline = bound == null
                ? null
                : Deadline.of(call, bound, scope.machinery().scheduler());
    }

    private Call callTo(ServiceInstance instance, OkHttpClient single) {
        Call made = single.newCall(scope.requestTo(instance).build());
        Directions directions = new Directions(instance, scope.request().url().host(), scope.chain());
        made.tag(Directions.class, () -> directions);
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
            onResponse(call, response);
        } catch (IOException e) {
            told = true;
            onFailure(call, e);
        } finally {
            if (!told) {
                abandon(); // An interceptor's own failure says nothing of the instance.
            }
        }
    }

    /** Makes the call on another thread. */
    void enqueue() {
        call.enqueue(this);
    }

    private void abandon() {
        if (deadline != null) {
            deadline.met();
        }
        attempt.abandoned();
        round.ended(attempt);
    }

    @Override
    public void onResponse(Call ended, Response response) {
        if (deadline == null || deadline.met()) {
            attempt.answered(HeldRetryAfter.shown(response));
            round.ended(attempt);
        } else {
            response.close();
            onFailure(ended, new IOException("Canceled"));
        }
    }

    @Override
    public void onFailure(Call ended, IOException e) {
        boolean late = deadline != null && !deadline.met();
        boolean byItself = call.isCanceled() && !scope.chain().call().isCanceled();
        if (round.isWon()) {
            attempt.lost(e);
        } else if (late) {
            SocketTimeoutException timeout = new SocketTimeoutException("no response began within " + bound);
            timeout.initCause(e);
            attempt.timedOut(timeout);
        } else if (byItself) {
            attempt.timedOut(e); // Only the time that is left of the whole call does that.
        } else {
            callTime.tell(attempt, e);
        }
        round.ended(attempt);
    }
}
