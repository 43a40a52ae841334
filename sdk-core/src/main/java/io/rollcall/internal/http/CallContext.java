package io.rollcall.internal.http;

import io.rollcall.event.CallAttemptEvent.Kind;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.ServiceInstance;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * What all attempts of one call share: the request, the service's balancer, the policy in force when the call began,
 * the time left, and the attempts so far.
 *
 * <p><em>Concurrency:</em> threadsafe, for hedges begin on other threads; but for {@link #cancellation()}, which is the
 * call's own thread's.
 */
final class CallContext {
    private final Request request;
    private final Interceptor.Chain chain;
    private final LoadBalancer balancer;
    private final BalancedClients clients;
    private final ServicePolicy policy;
    private final Admission admission;
    private final CallTime time;
    private final FailedAttempts failures;
    private final boolean timed;
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile @Nullable Selection last;
    private @Nullable Cancellation cancellation;

    /** @param request the chain's, or one that it was redirected to */
    CallContext(Request request, LoadBalancer balancer, Interceptor.Chain chain, BalancedClients clients) {
        this.request = request;
        this.chain = chain;
        this.balancer = balancer;
        this.clients = clients;
        this.policy = balancer.policy();
        this.admission = new Admission(balancer, request, chain.getCookieJar(), clients);
        this.failures = new FailedAttempts(balancer.service(), request);
        this.timed = clients.config().attempts() != null
                || clients.config().circuitBreaker() != null
                || policy.hedging().percentile() > 0;
        this.time = new CallTime(this);
    }

    Interceptor.Chain chain() {
        return chain;
    }

    Request request() {
        return request;
    }

    LoadBalancer balancer() {
        return balancer;
    }

    ServicePolicy policy() {
        return policy;
    }

    Admission admission() {
        return admission;
    }

    CallTime time() {
        return time;
    }

    FailedAttempts failures() {
        return failures;
    }

    BalancedClients clients() {
        return clients;
    }

    SdkRuntime runtime() {
        return clients.runtime();
    }

    boolean isCancelled() {
        return chain.call().isCanceled();
    }

    Cancellation cancellation() {
        Cancellation known = cancellation;
        if (known == null) {
            known = Cancellation.of(chain.call());
            cancellation = known;
        }
        return known;
    }

    /** Whether anything uses how long attempts take. */
    boolean isTimed() {
        return timed;
    }

    void recordLatency(long nanos) {
        if (policy.hedging().percentile() > 0) {
            balancer.latencies().record(nanos);
        }
    }

    Attempt begin(Selection selection, Kind kind) {
        clients.openResponses().endDropped();
        attempts.incrementAndGet();
        last = selection;
        return new Attempt(this, selection, kind);
    }

    /** How many attempts were begun. */
    int attempts() {
        return attempts.get();
    }

    /** The newest selection for which an attempt was made: it knows all selections before it. */
    Selection last() {
        Selection newest = last;
        if (newest == null) {
            throw new IllegalStateException("There was no attempt yet.");
        }
        return newest;
    }

    /** The request as it goes to {@code instance}, which it carries as its tag. */
    Request requestTo(ServiceInstance instance) {
        HttpUrl url = request.url();
        return request.newBuilder()
                .url(instance.secure() ? url.newBuilder().scheme("https").build() : url)
                .tag(ServiceInstance.class, instance)
                .build();
    }
}
