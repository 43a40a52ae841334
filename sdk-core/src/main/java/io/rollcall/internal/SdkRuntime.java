package io.rollcall.internal;

import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all parts of one {@link io.rollcall.Rollcall} run on. It is injected, and closed by its creator.
 *
 * @param time the clock
 * @param randomness the source of jitter
 * @param scheduler runs short tasks that never block; one thread is enough
 * @param io runs requests to the registry, which block; a small bounded pool
 * @param callbacks runs code of users, which may block for long
 */
public record SdkRuntime(
        TimeSource time, Randomness randomness, ScheduledExecutorService scheduler, Executor io, Executor callbacks) {}
