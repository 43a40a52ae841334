package io.rollcall.internal.http;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.event.CallAttemptEvent;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of balanced calls.
 *
 * @param threads makes the threads that run asynchronous calls of the own client, and hedges of all clients
 * @param attempts receives each attempt, or null if there is no listener
 * @param circuitBreaker the configuration of each instance's circuit breaker, or null for none
 */
public record CallConfig(
        ThreadFactory threads,
        @Nullable Consumer<CallAttemptEvent> attempts,
        @Nullable CircuitBreakerConfig circuitBreaker) {

    /** Without listener and circuit breakers. */
    public static CallConfig on(ThreadFactory threads) {
        return new CallConfig(threads, null, null);
    }
}
