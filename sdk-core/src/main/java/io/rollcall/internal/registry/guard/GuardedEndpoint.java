package io.rollcall.internal.registry.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.random.Randomness;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.time.Backoff;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One endpoint and its circuit breaker. Two failed calls of the last four open it; it lets one call through after 1 s,
 * doubling to 8 s while that fails, each wait cut at random by up to a half so that clients do not come back together.
 * Only {@linkplain RegistryException.Kind#isTransient() transient} failures count: an endpoint that refuses is well.
 *
 * <p>Threadsafe, by resilience4j's own means.
 */
final class GuardedEndpoint {
    private static final int WINDOW = 4;
    private static final int CALLS_TO_OPEN = 2;
    private static final Backoff OPEN_FOR = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));

    private final RegistryBackend backend;
    private final TimeSource time;
    private final CircuitBreaker breaker;

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
                                TimeUnit.NANOSECONDS.toMillis(OPEN_FOR.equalJitterNanos(openings, randomness)))
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

    /** Whether a watch may begin now. It may be closed before it says how it went, so it holds no permission. */
    boolean letsWatch() {
        boolean lets = breaker.tryAcquirePermission();
        if (lets) {
            breaker.releasePermission();
        }
        return lets;
    }

    /** Makes a call for which {@link #acquire()} said yes, or that has to be made whatever it said. */
    <T> T call(Function<RegistryBackend, T> call) {
        long begin = time.nanoTime();
        try {
            T result = call.apply(backend);
            succeeded(begin);
            return result;
        } catch (RuntimeException e) {
            failed(begin, e);
            throw e;
        }
    }

    /** An answer came: also a call that was made in spite of an open breaker closes it. */
    void succeeded(long sinceNanos) {
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            breaker.transitionToClosedState();
        } else {
            breaker.onSuccess(time.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS);
        }
    }

    void failed(long sinceNanos, Throwable failure) {
        if (isTransient(failure)) {
            breaker.onError(time.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS, failure);
        } else {
            succeeded(sinceNanos);
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
