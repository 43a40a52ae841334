package io.rollcall.internal.http;

import io.rollcall.event.CallAttemptEvent.Kind;
import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One call to a service: attempts, each on another instance, until {@link RetryDecision} ends it. A response that is
 * followed by another attempt is closed.
 *
 * <p>The first attempt is part of the caller's own OkHttp call, at no cost. All others are {@linkplain HedgedAttempt
 * calls of their own}: OkHttp sends every request of one call to the same host over the connection that the call has,
 * though its next attempt goes to another instance. So is the first attempt where it may have to be cancelled alone,
 * because the policy asks for hedges or bounds each attempt, and where an interceptor sends a second request in one
 * call.
 *
 * <p>Not threadsafe: runs on the call's thread.
 */
final class BalancedCall {
    private final CallContext context;

    BalancedCall(CallContext context) {
        this.context = context;
    }

    Response execute() throws IOException {
        context.balancer().retryBudget().called();
        try {
            return attempts();
        } finally {
            context.time().end();
        }
    }

    private Response attempts() throws IOException {
        Selection selection = context.admission().first();
        Kind kind = Kind.FIRST;
        while (true) {
            Attempt attempt = attempt(selection, kind);
            RetryDecision decision = RetryDecision.after(attempt, context);
            Selection next = decision.next();
            if (next == null) {
                return result(attempt, decision.reason());
            }
            attempt.discard();
            context.failures().add(attempt);
            pause(decision.delay(), next);
            selection = next;
            kind = Kind.RETRY;
        }
    }

    private Response result(Attempt last, @Nullable String reason) throws IOException {
        Response response = last.response();
        if (response != null) {
            return inTime(response);
        }
        if (reason == null) {
            throw context.failures().last(last.failure());
        }
        context.failures().add(last);
        throw context.failures().end(reason);
    }

    /** The response, unless it came too late. */
    private Response inTime(Response response) throws ServiceCallException {
        if (!context.time().end()) {
            response.close();
            throw context.failures().end(context.time().reason());
        }
        return response;
    }

    private Attempt attempt(Selection selection, Kind kind) throws IOException {
        Attempt attempt = context.begin(selection, kind);
        return isSeparate() ? separately(attempt) : asPartOfTheCall(attempt);
    }

    private boolean isSeparate() {
        return !Proceeded.isFirst(context.chain())
                || RetryDecision.isHedged(context.request(), context.policy())
                || context.policy().retry().perAttemptTimeout() != null;
    }

    private Attempt separately(Attempt attempt) throws IOException {
        return new HedgedAttempt(context).run(attempt);
    }

    private Attempt asPartOfTheCall(Attempt attempt) throws IOException {
        Response response;
        context.chain().call().addEventListener(attempt);
        try {
            response = restored(route(attempt.instance()).proceed(context.requestTo(attempt.instance())));
        } catch (IOException e) {
            if (RetryDecision.isStale(attempt, e, context)) {
                return separately(attempt.repeat());
            }
            context.time().reportFailure(attempt, e);
            return attempt;
        } catch (Throwable e) {
            attempt.abandoned(); // An interceptor's own failure is not the instance's.
            throw e;
        }
        if (RetryDecision.isStale(attempt, response, context)) {
            response.close();
            return separately(attempt.repeat());
        }
        attempt.responded(response);
        return attempt;
    }

    /** The response as the instance sent it, with what was hidden from OkHttp. */
    static Response restored(Response response) {
        return RetryAfter.restored(Redirects.restored(response));
    }

    private Interceptor.Chain route(ServiceInstance instance) {
        return InstanceRoute.to(instance, context.request().url().host(), context.chain());
    }

    private void pause(Duration wait, Selection next) throws IOException {
        if (wait.isZero()) {
            return;
        }
        boolean waited = false;
        try {
            context.time().pause(wait);
            waited = true;
        } finally {
            if (!waited) {
                context.admission().release(next);
            }
        }
        if (context.time().missed()) {
            context.admission().release(next);
            throw context.failures().end(context.time().reason());
        }
    }

    /** The requests that one OkHttp call has sent: several if an interceptor proceeds twice. */
    private static final class Proceeded {
        private final AtomicInteger requests = new AtomicInteger();

        /** Whether the chain's call has made no attempt yet; true once. */
        static boolean isFirst(Interceptor.Chain chain) {
            return chain.call().tag(Proceeded.class, Proceeded::new).requests.getAndIncrement() == 0;
        }
    }
}
