package io.rollcall.internal.lease;

import io.rollcall.internal.DurationChecks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How registrations are kept alive and closed.
 *
 * @param heartbeat how often to renew, or null for the interval the lease requests; never longer than half its TTL
 * @param drainDelay how long a closing instance stays registered as DRAINING, so that callers stop using it first
 * @param closeTimeout how long, after the drain delay, deregistration is retried
 * @param failFast whether registering fails if the first attempt does; otherwise it is retried until it succeeds
 */
public record RegistrationConfig(
        @Nullable Duration heartbeat, Duration drainDelay, Duration closeTimeout, boolean failFast) {
    private static final Duration DEFAULT_DRAIN_DELAY = Duration.ofSeconds(1);
    private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** @throws IllegalArgumentException if the heartbeat or the close timeout is not positive, or the delay negative */
    public RegistrationConfig {
        if (heartbeat != null) {
            DurationChecks.positive("heartbeat", heartbeat);
        }
        DurationChecks.notNegative("drainDelay", drainDelay);
        DurationChecks.positive("closeTimeout", closeTimeout);
    }

    /** The lease's own heartbeat, a drain delay of 1 s, a close timeout of 5 s, and no failing fast. */
    public static RegistrationConfig defaults() {
        return new RegistrationConfig(null, DEFAULT_DRAIN_DELAY, DEFAULT_CLOSE_TIMEOUT, false);
    }
}
