package io.rollcall.discovery;

import io.rollcall.loadbalancer.strategy.Randomness;
import io.rollcall.time.TimeSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What discovery runs on. It is handed in, and ended by whoever made it.
 *
 * @param time where time is read
 * @param randomness where jitter comes from
 * @param scheduler runs short tasks that never block
 * @param io runs what may block
 * @param callbacks runs code of users, which may block for long
 */
public record Machinery(
        TimeSource time, Randomness randomness, ScheduledExecutorService scheduler, Executor io, Executor callbacks) {}
