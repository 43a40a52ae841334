package io.rollcall.internal.http;

import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.util.Optional;
import okhttp3.CookieJar;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Selects instances for one call, and skips those that must not have it: a request for https is never sent in
 * cleartext, and an open circuit breaker admits no attempt. A selection for which no attempt is made must be
 * {@linkplain #release released}.
 *
 * <p><em>Concurrency:</em> threadsafe.
 */
final class Admission {
    private final LoadBalancer balancer;
    private final Request request;
    private final CookieJar cookies;
    private final BalancedClients clients;
    private final boolean breaking;

    Admission(LoadBalancer balancer, Request request, CookieJar cookies, BalancedClients clients) {
        this.balancer = balancer;
        this.request = request;
        this.cookies = cookies;
        this.clients = clients;
        this.breaking = clients.config().circuitBreaker() != null;
    }

    /** The instance for the first attempt. */
    Selection first() throws ServiceCallException {
        Selection selection;
        try {
            selection = balancer.select(HttpRequestContext.of(request, cookies));
        } catch (NoInstanceException e) {
            throw new ServiceCallException(balancer.service(), String.valueOf(e.getMessage()), e);
        }
        Selection admitted = firstAdmitted(selection);
        if (admitted == null) {
            throw new ServiceCallException(balancer.service(), noneAdmitted(), null);
        }
        return admitted;
    }

    private String noneAdmitted() {
        String service = balancer.service();
        String url = request.url().redact();
        String breakers = "The circuit breakers of all instances of " + service + " that may take " + url
                + " are open. They let calls through again after a while.";
        if (!request.isHttps()) {
            return breakers;
        }
        boolean secure = balancer.snapshot().instances().stream().anyMatch(ServiceInstance::secure);
        return secure && breaking
                ? breakers
                : "The call to " + url + " asks for https, but no instance of " + service
                        + " is registered as secure. Call http://" + service
                        + "/, or register the instances with secure(true).";
    }

    /** Another instance than that of {@code tried} and those before it, or null if there is none. */
    @Nullable
    Selection other(Selection tried) {
        Optional<Selection> next = tried.next();
        return next.isEmpty() ? null : firstAdmitted(next.get());
    }

    /** The same instance again, or null if its circuit breaker is open. */
    @Nullable
    Selection again(Selection tried) {
        Selection again = tried.again();
        if (breaking && !health(again).permits()) {
            again.complete(Outcome.CANCELLED);
            return null;
        }
        return again;
    }

    private @Nullable Selection firstAdmitted(Selection selected) {
        @Nullable Selection selection = selected;
        while (selection != null && !isAdmitted(selection)) {
            selection.complete(Outcome.CANCELLED);
            selection = selection.next().orElse(null);
        }
        return selection;
    }

    private boolean isAdmitted(Selection selection) {
        return (!request.isHttps() || selection.instance().secure())
                && (!breaking || health(selection).permits());
    }

    /** Returns a selection for which no attempt is made. */
    void release(Selection selection) {
        if (breaking) {
            health(selection).release();
        }
        selection.complete(Outcome.CANCELLED);
    }

    private InstanceHealth health(Selection selection) {
        return InstanceHealth.of(selection, clients);
    }
}
