package io.rollcall.internal.http;

import io.rollcall.event.CallAttemptEvent.Kind;
import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * What all attempts of one call share: the request, the service's balancer and the policy in force when the call began.
 *
 * <p><em>Concurrency:</em> threadsafe, for hedges begin on other threads; but for {@link #cancellation()}, which is the
 * call's own thread's.
 */
final class CallContext {
    private final Interceptor.Chain chain;
    private final LoadBalancer balancer;
    private final BalancedClients clients;
    private final ServicePolicy policy;
    private final boolean timed;
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile @Nullable Selection last;
    private @Nullable Cancellation cancellation;

    CallContext(LoadBalancer balancer, Interceptor.Chain chain, BalancedClients clients) {
        this.chain = chain;
        this.balancer = balancer;
        this.clients = clients;
        this.policy = balancer.policy();
        this.timed = machinery().attempts() != null
                || machinery().breaker() != null
                || policy.hedging().percentile() > 0;
    }

    Interceptor.Chain chain() {
        return chain;
    }

    Request request() {
        return chain.request();
    }

    /**
     * Whether a second instance is asked when the first takes long. Not for an upgrade, a WebSocket's say: that would
     * open a connection that both sides believe in, only to break it.
     */
    boolean isHedged() {
        return policy.hedging().isOn() && request().header("Upgrade") == null && Repeatability.isRepeatable(request());
    }

    /** Whether the caller's call has made no attempt yet, of this request or an earlier one; true once. */
    boolean isFirstOfItsCall() {
        return chain.call().tag(Asked.class, Asked::new).count.getAndIncrement() == 0;
    }

    LoadBalancer balancer() {
        return balancer;
    }

    ServicePolicy policy() {
        return policy;
    }

    CallMachinery machinery() {
        return clients.machinery();
    }

    Executor background() {
        return clients.background();
    }

    OpenResponses openResponses() {
        return clients.openResponses();
    }

    /** Whether anybody wants to know how long attempts take. */
    boolean isTimed() {
        return timed;
    }

    void recordLatency(long nanos) {
        if (policy.hedging().percentile() > 0) {
            balancer.latencies().record(nanos);
        }
    }

    Cancellation cancellation() {
        Cancellation known = cancellation;
        if (known == null) {
            known = Cancellation.of(chain.call());
            cancellation = known;
        }
        return known;
    }

    InstanceHealth health(Selection selection) {
        return selection.memory(InstanceHealth.class, () -> new InstanceHealth(machinery(), selection.instance()));
    }

    /** The instance for the first attempt. */
    Selection first() throws ServiceCallException {
        Selection selection;
        try {
            selection = balancer.select(HttpRequestContext.of(request()));
        } catch (NoInstanceException e) {
            throw new ServiceCallException(balancer.service(), String.valueOf(e.getMessage()), e);
        }
        Selection admitted = admitted(selection);
        if (admitted == null) {
            throw new ServiceCallException(balancer.service(), nobodyAdmitted(), null);
        }
        return admitted;
    }

    private String nobodyAdmitted() {
        String service = balancer.service();
        String url = request().url().redact();
        String breakers = "The circuit breakers of all instances of " + service + " that may take " + url
                + " are open. They let calls through again after a while.";
        if (!request().isHttps()) {
            return breakers;
        }
        boolean secure = balancer.snapshot().instances().stream().anyMatch(ServiceInstance::secure);
        return secure && machinery().breaker() != null
                ? breakers
                : "The call to " + url + " asks for https, but no instance of " + service
                        + " is registered as secure. Call http://" + service
                        + "/, or register the instances with secure(true).";
    }

    /** The newest selection for which an attempt was made: the one that knows all before it. */
    Selection last() {
        Selection newest = last;
        if (newest == null) {
            throw new IllegalStateException("There was no attempt yet.");
        }
        return newest;
    }

    /** Another instance than those of {@code tried} and before, or null if there is none. */
    @Nullable
    Selection other(Selection tried) {
        Optional<Selection> next = tried.next();
        return next.isEmpty() ? null : admitted(next.get());
    }

    /** The same instance again, or null if its circuit breaker is open. */
    @Nullable
    Selection again(Selection tried) {
        Selection again = tried.again();
        if (machinery().breaker() != null && !health(again).permits()) {
            again.complete(Outcome.CANCELLED);
            return null;
        }
        return again;
    }

    /** What was asked for as https never goes out in the clear, and an open circuit breaker lets nothing through. */
    private @Nullable Selection admitted(Selection selected) {
        @Nullable Selection selection = selected;
        while (selection != null && !isAdmitted(selection)) {
            selection.complete(Outcome.CANCELLED);
            selection = selection.next().orElse(null);
        }
        return selection;
    }

    private boolean isAdmitted(Selection selection) {
        return (!request().isHttps() || selection.instance().secure())
                && (machinery().breaker() == null || health(selection).permits());
    }

    /** Gives a selection back for which no attempt is made. */
    void unused(Selection selection) {
        if (machinery().breaker() != null) {
            health(selection).unused();
        }
        selection.complete(Outcome.CANCELLED);
    }

    /** Whether the policy allows for one attempt more. */
    boolean hasAttemptsLeft() {
        return attempts.get() < policy.retry().attempts();
    }

    Attempt begin(Selection selection, Kind kind) {
        openResponses().endDropped();
        attempts.incrementAndGet();
        last = selection;
        return new Attempt(this, selection, kind);
    }

    /** The request as it goes to {@code instance}, which it carries as its tag. */
    Request.Builder requestTo(ServiceInstance instance) {
        HttpUrl url = request().url();
        return request()
                .newBuilder()
                .url(instance.secure() ? url.newBuilder().scheme("https").build() : url)
                .tag(ServiceInstance.class, instance);
    }

    /** Tries to connect to {@code instance}; true if that works. */
    Supplier<Boolean> connecting(ServiceInstance instance) {
        Dns dns = new InstanceDns(request().url().host(), instance.host(), instance.port(), chain.getDns());
        String host = request().url().host();
        int timeout = chain.connectTimeoutMillis();
        return () -> {
            try (Socket socket = new Socket()) {
                InetAddress address = dns.lookup(host).get(0);
                socket.connect(new InetSocketAddress(address, instance.port()), timeout);
                return true;
            } catch (IOException e) {
                return false;
            }
        };
    }

    /** The attempts that one OkHttp call was asked for; of several requests if an interceptor proceeds twice. */
    private static final class Asked {
        private final AtomicInteger count = new AtomicInteger();
    }
}
