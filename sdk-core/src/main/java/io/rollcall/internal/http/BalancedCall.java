package io.rollcall.internal.http;

import io.rollcall.event.CallAttemptEvent.Kind;
import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One call to a service: as many attempts as its policy allows and its retry budget grants, each on another instance.
 *
 * <p>An attempt is followed by another one as {@link Repeatability} has it, and
 *
 * <ul>
 *   <li>at once, if there was no response;
 *   <li>after a short wait, if the response's status is one of the policy's. Where there is no other instance, the same
 *       one is asked again if it said with {@code Retry-After} when, and that is soon enough; the header speaks for the
 *       instance that sent it, so it delays nobody else.
 * </ul>
 *
 * A response that is followed by another attempt is closed. When a status was the reason and there can be no further
 * attempt, the last response is the caller's.
 *
 * <p>The first attempt is part of the caller's own OkHttp call, at no cost. All others are {@linkplain HedgedAttempt
 * calls of their own}: OkHttp leads every request of one call to the same host over the connection that the call has,
 * though its next attempt goes to another instance. So is the first attempt where it may have to be cancelled alone,
 * because the policy asks for hedges or bounds each attempt, and where an interceptor sends a second request in one
 * call.
 *
 * <p>Not threadsafe: runs on the call's thread.
 */
final class BalancedCall {
    private final CallContext scope;
    private final CallTime callTime;
    private final FailedAttempts failures;

    BalancedCall(CallContext scope) {
        this.scope = scope;
        this.callTime = CallTime.of(scope);
        this.failures = new FailedAttempts(scope);
    }

    Response execute() throws IOException {
        scope.balancer().retryBudget().called();
        try {
            return attempts();
        } finally {
            callTime.end();
        }
    }

    private Response attempts() throws IOException {
        Selection selection = scope.first();
        Kind kind = Kind.FIRST;
        while (true) {
            Attempt attempt = attempt(selection, kind);
            Response response = attempt.response();
            Selection next = response == null ? afterFailure(attempt) : afterStatus(attempt, response);
            if (next == null) {
                return inTime(response);
            }
            selection = next;
            kind = Kind.RETRY;
        }
    }

    private Attempt attempt(Selection selection, Kind kind) throws IOException {
        return isSeparate() ? new HedgedAttempt(scope, callTime, failures).run(selection, kind) : own(selection, kind);
    }

    private boolean isSeparate() {
        return !scope.isFirstOfItsCall()
                || scope.isHedged()
                || scope.policy().retry().perAttemptTimeout() != null;
    }

    private Attempt own(Selection selection, Kind kind) {
        Interceptor.Chain chain = scope.chain();
        ServiceInstance instance = selection.instance();
        Attempt attempt = scope.begin(selection, kind);
        chain.call().addEventListener(attempt);
        boolean ended = false;
        try {
            Request request = scope.requestTo(instance).build();
            Response response = InstanceRoute.to(instance, scope.request().url().host(), chain)
                    .proceed(request);
            attempt.answered(HeldRetryAfter.shown(response));
            ended = true;
        } catch (IOException e) {
            callTime.tell(attempt, e);
            ended = true;
        } finally {
            if (!ended) {
                attempt.abandoned(); // An interceptor's own failure says nothing of the instance.
            }
        }
        return attempt;
    }

    /** The response, unless it came too late. */
    private Response inTime(@Nullable Response response) throws ServiceCallException {
        if (response == null) {
            throw new IllegalStateException("There is neither a response nor a reason why.");
        }
        if (!callTime.end()) {
            response.close();
            throw failures.end(callTime.why());
        }
        return response;
    }

    /** Where to go next after a response, or null if it is the caller's. */
    private @Nullable Selection afterStatus(Attempt attempt, Response response) throws IOException {
        RetryPolicy rules = scope.policy().retry();
        if (!rules.statuses().contains(response.code())
                || !scope.hasAttemptsLeft()
                || !Repeatability.isRepeatable(scope.request())) {
            return null;
        }
        Selection other = scope.other(scope.last());
        Duration wait = other != null
                ? backoff(rules)
                : RetryAfter.of(response, scope.machinery().time());
        if (wait == null || (other == null && wait.compareTo(rules.maxRetryAfter()) > 0)) {
            return null;
        }
        Selection next = other != null ? other : scope.again(attempt.selection());
        if (next == null) {
            return null;
        }
        if (!callTime.hasRoomFor(wait) || !scope.balancer().retryBudget().acquire()) {
            scope.unused(next);
            return null;
        }
        response.close();
        failures.add(attempt);
        pause(wait, next);
        return next;
    }

    private Duration backoff(RetryPolicy rules) {
        double longest = (double) rules.backoffMax().toNanos();
        double most = Math.min(longest, (double) rules.backoffBase().toNanos() * Math.pow(2, failures.count()));
        return Duration.ofNanos(
                (long) (most * (0.5 + scope.machinery().randomness().unit() / 2)));
    }

    private void pause(Duration wait, Selection next) throws IOException {
        boolean waited = false;
        try {
            callTime.pause(wait);
            waited = true;
        } finally {
            if (!waited) {
                scope.unused(next);
            }
        }
        if (callTime.missed()) {
            scope.unused(next);
            throw failures.end(callTime.why());
        }
    }

    /** Where to go next after an attempt without a response; never null, for there is nothing to return. */
    private Selection afterFailure(Attempt attempt) throws IOException {
        IOException e = attempt.failure();
        boolean cancelled = scope.chain().call().isCanceled();
        if (!callTime.missed() && (cancelled || !Repeatability.mayFollow(attempt, e, scope))) {
            throw failures.last(e);
        }
        failures.add(attempt);
        if (callTime.missed()) {
            throw failures.end(callTime.why());
        }
        if (!scope.hasAttemptsLeft()) {
            throw failures.end(scope.policy().retry().attempts() + " attempts are allowed");
        }
        Selection other = scope.other(scope.last());
        if (other == null) {
            throw failures.end("there is no other instance");
        }
        if (!scope.balancer().retryBudget().acquire()) {
            scope.unused(other);
            throw failures.end("the retry budget of the service is spent");
        }
        return other;
    }
}
