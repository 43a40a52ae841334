package io.rollcall.http.balancing;

import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.strategy.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * One call to a service: as many attempts as its policy allows and its retry budget grants, each on another instance.
 *
 * <p>A failed attempt is followed by another one
 *
 * <ul>
 *   <li>always, if the instance saw nothing of the request: the connection was refused or timed out;
 *   <li>if the connection broke before the response, for idempotent methods whose body can be sent again.
 * </ul>
 *
 * A response is never followed by another attempt, nor is a response that does not come in time.
 *
 * <p>The outcome is told with the response's headers, so the latency is that of the first byte. That a connection used
 * before broke says nothing of the instance: it may have been closed while it was idle.
 *
 * <p>Not threadsafe: runs on the call's thread.
 */
final class BalancedCall {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final String service;
    private final Interceptor.Chain chain;
    private final LoadBalancer balancer;
    private final TimeSource time;
    private final Request request;
    private final CallProgress progress = new CallProgress();
    private final List<String> tried = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();
    private final long startNanos;

    BalancedCall(LoadBalancer balancer, Interceptor.Chain chain, TimeSource time) {
        this.service = balancer.service();
        this.chain = chain;
        this.balancer = balancer;
        this.time = time;
        this.request = chain.request();
        this.startNanos = time.nanoTime();
    }

    Response execute() throws IOException {
        chain.call().addEventListener(progress);
        balancer.retryBudget().called();
        Selection selection = first();
        while (true) {
            try {
                return attempt(selection);
            } catch (IOException e) {
                selection = elsewhere(selection, e);
            }
        }
    }

    private Selection first() throws IOException {
        Selection selection;
        try {
            selection = balancer.select(HttpRequestContext.of(request));
        } catch (NoInstanceException e) {
            throw new ServiceCallException(service, String.valueOf(e.getMessage()), e);
        }
        Optional<Selection> allowed = allowed(Optional.of(selection));
        if (allowed.isEmpty()) {
            throw new ServiceCallException(
                    service,
                    "The call to " + request.url().redact() + " asks for https, but no instance of " + service
                            + " is registered as secure. Call http://" + service
                            + "/, or register the instances with secure(true).",
                    null);
        }
        return allowed.get();
    }

    private Response attempt(Selection selection) throws IOException {
        progress.nextAttempt();
        try {
            Response response = send(selection.instance());
            selection.complete(Outcome.ofStatus(response.code()));
            ReportedLoad.of(response).ifPresent(selection::reportedLoad);
            return response;
        } catch (IOException e) {
            selection.complete(outcome(e));
            throw e;
        } finally {
            // Counts only if nothing was told: an interceptor's own failure says nothing of the instance.
            selection.complete(Outcome.CANCELLED);
        }
    }

    private Response send(ServiceInstance instance) throws IOException {
        HttpUrl url = request.url();
        Request toInstance = request.newBuilder()
                .url(instance.secure() ? url.newBuilder().scheme("https").build() : url)
                .tag(ServiceInstance.class, instance)
                .build();
        return InstanceRoute.to(instance, url.host(), chain).proceed(toInstance);
    }

    private Selection elsewhere(Selection failed, IOException e) throws IOException {
        if (!mayBeTriedElsewhere(e)) {
            failures.forEach(e::addSuppressed);
            throw e;
        }
        failures.add(e);
        ServiceInstance instance = failed.instance();
        tried.add(instance.id() + " " + instance.authority() + ": " + reason(e));
        int attempts = balancer.policy().retry().attempts();
        if (failures.size() >= attempts) {
            throw nobodyReached(attempts + " attempts are allowed");
        }
        if (!balancer.retryBudget().acquire()) {
            throw nobodyReached("the retry budget of the service is spent");
        }
        return allowed(failed.next()).orElseThrow(() -> nobodyReached("there is no other instance"));
    }

    private ServiceCallException nobodyReached(String end) {
        IOException last = failures.remove(failures.size() - 1);
        String message = "No instance of " + service + " could be reached for " + request.method() + " "
                + request.url().redact() + "; tried " + String.join("; ", tried) + "; " + end + ".";
        ServiceCallException e = new ServiceCallException(service, message, last);
        failures.forEach(e::addSuppressed);
        return e;
    }

    /** What was asked for as https never goes out in the clear. */
    private Optional<Selection> allowed(Optional<Selection> selected) {
        Optional<Selection> next = selected;
        while (next.isPresent() && request.isHttps() && !next.get().instance().secure()) {
            next.get().complete(Outcome.CANCELLED);
            next = next.get().next();
        }
        return next;
    }

    private boolean mayBeTriedElsewhere(IOException e) {
        if (chain.call().isCanceled()) {
            return false;
        }
        return !progress.sent() || (broke(e) && mayBeSentAgain());
    }

    private boolean mayBeSentAgain() {
        RequestBody body = request.body();
        return IDEMPOTENT.contains(request.method()) && (body == null || !(body.isOneShot() || body.isDuplex()));
    }

    private static boolean broke(IOException e) {
        return !(e instanceof InterruptedIOException || e instanceof ProtocolException);
    }

    private Outcome outcome(IOException e) {
        if (chain.call().isCanceled()) {
            return timedOutAsAWhole() ? Outcome.CONNECTION_ERROR : Outcome.CANCELLED;
        }
        return progress.reused() && broke(e) ? Outcome.CANCELLED : Outcome.CONNECTION_ERROR;
    }

    /** OkHttp cancels a call that takes too long as a whole; the caller did not. */
    private boolean timedOutAsAWhole() {
        long limit = chain.call().timeout().timeoutNanos();
        return limit > 0 && time.nanoTime() - startNanos >= limit;
    }

    private static String reason(IOException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
