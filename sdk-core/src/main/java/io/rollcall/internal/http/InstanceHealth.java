package io.rollcall.internal.http;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.http.ServiceCallException;
import io.rollcall.internal.registry.guard.MonotonicClock;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What calls know of one instance besides the balancer's statistics: its circuit breaker, if there is one, and whether
 * it can be connected to. Kept in the {@linkplain Selection#memory balancer's memory} of the instance, and dropped with
 * it.
 *
 * <p><em>Concurrency:</em> threadsafe, the breaker by resilience4j's own means; the probe in progress is guarded by
 * this object's monitor.
 */
final class InstanceHealth {
    private final @Nullable CircuitBreaker breaker;
    private volatile boolean opened;
    private CompletableFuture<Boolean> probe = CompletableFuture.completedFuture(true);

    private InstanceHealth(BalancedClients clients, ServiceInstance instance) {
        CircuitBreakerConfig config = clients.config().circuitBreaker();
        this.breaker = config == null ? null : breaker(config, clients.runtime().time(), instance);
    }

    static InstanceHealth of(Selection selection, BalancedClients clients) {
        return selection.memory(InstanceHealth.class, () -> new InstanceHealth(clients, selection.instance()));
    }

    private CircuitBreaker breaker(CircuitBreakerConfig config, TimeSource time, ServiceInstance instance) {
        CircuitBreaker made = CircuitBreaker.of(
                instance.id(),
                CircuitBreakerConfig.from(config)
                        .clock(new MonotonicClock(time))
                        .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                        .build());
        made.getEventPublisher()
                .onStateTransition(event -> opened = event.getStateTransition().getToState() == State.OPEN);
        return made;
    }

    /** Whether an attempt may be made now. Each true must be followed by {@link #report} or {@link #release}. */
    boolean permits() {
        return breaker == null || breaker.tryAcquirePermission();
    }

    /** The attempt that was permitted is not made. */
    void release() {
        if (breaker != null) {
            breaker.releasePermission();
        }
    }

    /** Records the outcome of an attempt; {@code failure} is why there is no response. */
    void report(Selection selection, Outcome outcome, long nanos, @Nullable IOException failure) {
        if (breaker == null) {
            return;
        }
        if (outcome == Outcome.SUCCESS) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } else if (outcome == Outcome.CANCELLED) {
            breaker.releasePermission();
        } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, failure == null ? status(selection, outcome) : failure);
        }
        if (opened) {
            opened = false;
            selection.eject("its circuit breaker opened");
        }
    }

    private static ServiceCallException status(Selection selection, Outcome outcome) {
        return new ServiceCallException(selection.instance().service(), "The response was a " + outcome + ".", null);
    }

    /**
     * Whether the instance can be connected to, by a probe on another thread. All callers meanwhile share its result.
     * True if the probe cannot be made any more.
     */
    synchronized CompletableFuture<Boolean> connects(ConnectProbe how, Executor background) {
        if (probe.isDone()) {
            try {
                probe = CompletableFuture.supplyAsync(how::connects, background);
            } catch (RejectedExecutionException e) {
                probe = CompletableFuture.completedFuture(true);
            }
        }
        return probe;
    }
}
