package io.rollcall.internal.http;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.http.PortInUrl;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of balanced calls.
 *
 * @param threads makes the threads that run asynchronous calls of the own client, and hedges of all clients
 * @param keepAlive how long the own client keeps idle connections
 * @param portInUrl what a port in the URL means
 * @param attempts receives each attempt, or null if there is no listener
 * @param circuitBreaker the configuration of each instance's circuit breaker, or null for none
 */
public record CallConfig(
        ThreadFactory threads,
        Duration keepAlive,
        PortInUrl portInUrl,
        @Nullable Consumer<CallAttemptEvent> attempts,
        @Nullable CircuitBreakerConfig circuitBreaker) {
    /** Below what servers usually keep: 20 s (Tomcat) to 75 s (nginx). */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    /** Without listener and circuit breakers. */
    public static CallConfig on(ThreadFactory threads) {
        return new CallConfig(threads, KEEP_ALIVE, PortInUrl.SOCKET, null, null);
    }

    public CallConfig withKeepAlive(Duration keepAlive) {
        return new CallConfig(threads, keepAlive, portInUrl, attempts, circuitBreaker);
    }

    public CallConfig withPortInUrl(PortInUrl portInUrl) {
        return new CallConfig(threads, keepAlive, portInUrl, attempts, circuitBreaker);
    }

    public CallConfig withAttempts(@Nullable Consumer<CallAttemptEvent> attempts) {
        return new CallConfig(threads, keepAlive, portInUrl, attempts, circuitBreaker);
    }

    public CallConfig withCircuitBreaker(@Nullable CircuitBreakerConfig circuitBreaker) {
        return new CallConfig(threads, keepAlive, portInUrl, attempts, circuitBreaker);
    }
}
