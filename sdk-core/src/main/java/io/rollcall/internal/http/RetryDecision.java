package io.rollcall.internal.http;

import io.rollcall.internal.http.StaleConnections.StaleConnectionException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.time.Backoff;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Set;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call makes another attempt, on which instance, and after what wait. All retries and hedges are decided
 * here, by the same questions in this order:
 *
 * <ol>
 *   <li>Was it an attempt? A pooled connection that the server had closed is not ({@link #isStale}): the request is
 *       sent again at once, to the same instance.
 *   <li>What failed? A failure without a response is retried at once, unless the caller's own code threw it. A status
 *       of the {@linkplain RetryPolicy#statuses policy} is retried after a backoff, for its instance asked for relief.
 *   <li>Is it safe to send the request again? Any request is, if the instance cannot have seen it: the connection was
 *       not made, or broke before the request's head was written. So is one that the instance refused to begin
 *       (HTTP/2's {@code REFUSED_STREAM}, also sent for requests that crossed a {@code GOAWAY}), if its body can be
 *       written again. After everything else only a request whose method is idempotent, or that has the header
 *       {@code Idempotency-Key}, and whose body can be written again.
 *   <li>Does the policy allow for one more attempt?
 *   <li>Is there another instance? After a status, the same one will do where there is no other, if its
 *       {@code Retry-After} asks for it and is short enough. The header concerns the instance that sent it, so it
 *       delays no other.
 *   <li>Is there time left?
 *   <li>Does the service's retry budget grant it? Asked last, since a yes is spent.
 * </ol>
 *
 * @param next the instance of the next attempt, or null if the call ends; it must be used or released
 * @param delay how long to wait before that attempt
 * @param reason why the call fails with all its attempts listed, or null if it ends as its last attempt did: with that
 *     attempt's response or exception
 */
record RetryDecision(
        @Nullable Selection next, Duration delay, @Nullable String reason) {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");
    private static final int REQUEST_TIMEOUT = 408;
    /** More than a pool usually keeps of one instance's connections: each repeat uses up one. */
    private static final int MAX_STALE = 100;

    private static final String KEY = "Idempotency-Key";
    private static final RetryDecision FINAL = new RetryDecision(null, Duration.ZERO, null);

    /**
     * Whether {@code attempt} failed because its pooled connection was stale, so that the instance is not at fault and
     * the request may be sent to it again: no response came, and either nothing was processed for certain or the
     * request may be repeated.
     */
    static boolean isStale(Attempt attempt, IOException e, CallContext call) {
        if (!attempt.hasReusedConnection()
                || attempt.repeats() >= MAX_STALE
                || attempt.isCallersOwn(e)
                || call.isCancelled()
                || call.time().missed()) {
            return false;
        }
        if (e instanceof StaleConnectionException || (!attempt.isSent() && OkHttpFailures.isLostConnection(e))) {
            return true;
        }
        if (OkHttpFailures.isRefusedStream(e)) {
            return attempt.repeats() == 0 && canBeWrittenAgain(call.request());
        }
        return OkHttpFailures.isLostConnection(e) && isRepeatable(call.request());
    }

    /**
     * Whether {@code response} is the end of an idle connection, rather than of this request: some servers send 408
     * (Request Timeout) before they close. It means that they have not received the request.
     */
    static boolean isStale(Attempt attempt, Response response, CallContext call) {
        return response.code() == REQUEST_TIMEOUT
                && response.networkResponse() != null
                && attempt.hasReusedConnection()
                && attempt.repeats() == 0
                && canBeWrittenAgain(call.request());
    }

    /** What follows {@code attempt}. */
    static RetryDecision after(Attempt attempt, CallContext call) throws IOException {
        Response response = attempt.response();
        return response == null ? afterFailure(attempt, call) : afterResponse(attempt, response, call);
    }

    private static RetryDecision afterFailure(Attempt attempt, CallContext call) {
        if (call.time().missed()) {
            return fail(call.time().reason());
        }
        if (call.isCancelled() || !isRetryable(attempt, attempt.failure(), call)) {
            return FINAL;
        }
        if (!hasAttemptsLeft(call)) {
            return fail(call.policy().retry().attempts() + " attempts are allowed");
        }
        Selection other = call.admission().other(call.last());
        if (other == null) {
            return fail("there is no other instance");
        }
        return isGranted(other, call)
                ? new RetryDecision(other, Duration.ZERO, null)
                : fail("the retry budget of the service is spent");
    }

    private static RetryDecision afterResponse(Attempt attempt, Response response, CallContext call) {
        RetryPolicy policy = call.policy().retry();
        if (!isRetryable(response, policy) || !isRepeatable(call.request()) || !hasAttemptsLeft(call)) {
            return FINAL;
        }
        Selection other = call.admission().other(call.last());
        Duration wait = other != null
                ? backoff(call)
                : RetryAfter.of(response, call.runtime().time());
        if (wait == null || (other == null && wait.compareTo(policy.maxRetryAfter()) > 0)) {
            return FINAL;
        }
        Selection next = other != null ? other : call.admission().again(attempt.selection());
        if (next == null) {
            return FINAL;
        }
        if (!call.time().hasRoomFor(wait)) {
            call.admission().release(next);
            return FINAL;
        }
        return isGranted(next, call) ? new RetryDecision(next, wait, null) : FINAL;
    }

    /** Whether a second instance gets the same request, because {@code first} takes long. */
    static RetryDecision hedge(Selection first, CallContext call) {
        Selection other = hasAttemptsLeft(call) ? call.admission().other(first) : null;
        return other != null && isGranted(other, call) ? new RetryDecision(other, Duration.ZERO, null) : FINAL;
    }

    /**
     * Whether {@code request} may be hedged. An upgrade such as a WebSocket's may not: that would open a connection
     * that both sides believe in, only to break it.
     */
    static boolean isHedged(Request request, ServicePolicy policy) {
        return policy.hedging().isOn() && request.header("Upgrade") == null && isRepeatable(request);
    }

    /** Whether {@code response} asks for another attempt. */
    static boolean isRetryable(Response response, RetryPolicy policy) {
        return policy.statuses().contains(response.code());
    }

    private static boolean isRetryable(Attempt failed, IOException e, CallContext call) {
        if (OkHttpFailures.isInterrupted(e) || failed.isCallersOwn(e)) {
            return false;
        }
        if (!failed.isSent()) {
            return true;
        }
        if (OkHttpFailures.isRefusedStream(e)) {
            return canBeWrittenAgain(call.request());
        }
        boolean failure = OkHttpFailures.isTimeout(e) ? call.policy().retry().onTimeout() : isConnectionFailure(e);
        return failure && isRepeatable(call.request());
    }

    private static boolean isConnectionFailure(IOException e) {
        return !(e instanceof InterruptedIOException || e instanceof ProtocolException);
    }

    /** Whether it does no harm if instances serve {@code request} twice. */
    static boolean isRepeatable(Request request) {
        return (IDEMPOTENT.contains(request.method()) || request.header(KEY) != null) && canBeWrittenAgain(request);
    }

    private static boolean canBeWrittenAgain(Request request) {
        RequestBody body = request.body();
        return body == null || !(body.isOneShot() || body.isDuplex());
    }

    private static boolean hasAttemptsLeft(CallContext call) {
        return call.attempts() < call.policy().retry().attempts();
    }

    private static boolean isGranted(Selection next, CallContext call) {
        boolean granted = call.balancer().retryBudget().acquire();
        if (!granted) {
            call.admission().release(next);
        }
        return granted;
    }

    private static Duration backoff(CallContext call) {
        RetryPolicy policy = call.policy().retry();
        Backoff backoff = new Backoff(policy.backoffBase(), policy.backoffMax());
        return Duration.ofNanos(backoff.equalJitterNanos(
                call.failures().count() + 1, call.runtime().randomness()));
    }

    private static RetryDecision fail(String reason) {
        return new RetryDecision(null, Duration.ZERO, reason);
    }
}
