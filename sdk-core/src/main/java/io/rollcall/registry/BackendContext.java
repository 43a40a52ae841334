package io.rollcall.registry;

import io.rollcall.time.TimeSource;
import java.time.Duration;

/**
 * What the SDK hands to a backend.
 *
 * @param time where time is read
 * @param requestTimeout how long one request may take as a whole
 */
public record BackendContext(TimeSource time, Duration requestTimeout) {}
