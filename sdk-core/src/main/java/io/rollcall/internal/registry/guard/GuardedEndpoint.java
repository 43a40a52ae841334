package io.rollcall.internal.registry.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.random.Randomness;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.support.UnreadableException;
import io.rollcall.time.Backoff;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One endpoint and its circuit breaker. Two failures within the last four calls open it; it permits one trial call
 * after 1 s, doubling to 8 s while that fails, each wait shortened at random by up to a half so that clients do not
 * return together. Only {@linkplain RegistryException.Kind#isTransient() transient} failures count: an endpoint that
 * rejects a request is healthy. Responses about one service that cannot be read count against that service only: its
 * caller backs off. Only if the responses about two services in a row are unreadable does the endpoint count as failed.
 *
 * <p>Threadsafe, as resilience4j's circuit breakers are; {@code unreadable} is guarded by this object's monitor.
 */
final class GuardedEndpoint {
    private static final int WINDOW = 4;
    private static final int CALLS_TO_OPEN = 2;
    private static final Backoff OPEN_TIME = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));

    private final RegistryBackend backend;
    private final TimeSource time;
    private final CircuitBreaker breaker;
    /** The service whose response was unreadable last; empty since another response was readable. */
    private String unreadable = "";

    GuardedEndpoint(RegistryBackend backend, TimeSource time, Randomness randomness) {
        this.backend = backend;
        this.time = time;
        this.breaker = CircuitBreaker.of(
                backend.toString(),
                CircuitBreakerConfig.custom()
                        .clock(new MonotonicClock(time))
                        .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                        .slidingWindow(WINDOW, CALLS_TO_OPEN, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .waitIntervalFunctionInOpenState(openings ->
                                TimeUnit.NANOSECONDS.toMillis(OPEN_TIME.equalJitterNanos(openings, randomness)))
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .recordException(GuardedEndpoint::isTransient)
                        .build());
    }

    private static boolean isTransient(Throwable failure) {
        return !(failure instanceof RegistryException e) || e.kind().isTransient();
    }

    /** Whether a call may be made now. Each true must be followed by {@link #call}. */
    boolean acquire() {
        return breaker.tryAcquirePermission();
    }

    /** Whether a watch may start now. It holds no permission, because it may be closed without having a result. */
    boolean permitsWatch() {
        boolean permitted = breaker.tryAcquirePermission();
        if (permitted) {
            breaker.releasePermission();
        }
        return permitted;
    }

    /**
     * Makes a call that {@link #acquire()} permitted, or one that is made although the breaker is open.
     *
     * @param service the service that the call is about; empty if it is about none in particular
     */
    <T> T call(String service, Function<RegistryBackend, T> call) {
        long startedNanos = time.nanoTime();
        try {
            T result = call.apply(backend);
            readable();
            succeeded(startedNanos);
            return result;
        } catch (RuntimeException e) {
            if (e.getCause() instanceof UnreadableException && concernsOnly(service)) {
                breaker.releasePermission();
            } else {
                failed(startedNanos, e);
            }
            throw e;
        }
    }

    private synchronized void readable() {
        unreadable = "";
    }

    /** Whether an unreadable response says nothing of other services than {@code service}. */
    private synchronized boolean concernsOnly(String service) {
        boolean only = !service.isEmpty() && (unreadable.isEmpty() || unreadable.equals(service));
        unreadable = service;
        return only;
    }

    /** The endpoint responded. Even a call that was made although the breaker is open closes it. */
    void succeeded(long startedNanos) {
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            breaker.transitionToClosedState();
        } else {
            breaker.onSuccess(time.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
        }
    }

    void failed(long startedNanos, Throwable failure) {
        if (isTransient(failure)) {
            breaker.onError(time.nanoTime() - startedNanos, TimeUnit.NANOSECONDS, failure);
        } else {
            succeeded(startedNanos);
        }
    }

    RegistryBackend backend() {
        return backend;
    }

    @Override
    public String toString() {
        return backend.toString();
    }
}
