package io.rollcall.internal.http;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What balanced calls run on.
 *
 * @param scheduler counts the time until timeouts, hedges and retries; what it runs never blocks
 * @param threads makes the threads on which asynchronous calls of the own client, and hedges of all clients, run
 * @param attempts hears of each attempt, or null if nobody wants to
 * @param breaker how the circuit breaker of each instance is made, or null for none
 */
public record CallMachinery(
        TimeSource time,
        Randomness randomness,
        ScheduledExecutorService scheduler,
        ThreadFactory threads,
        @Nullable Consumer<CallAttemptEvent> attempts,
        @Nullable CircuitBreakerConfig breaker) {

    /** Without listener and circuit breakers. */
    public static CallMachinery of(
            TimeSource time, Randomness randomness, ScheduledExecutorService scheduler, ThreadFactory threads) {
        return new CallMachinery(time, randomness, scheduler, threads, null, null);
    }
}
