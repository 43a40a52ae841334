package io.rollcall.internal.health;

import io.rollcall.internal.DurationChecks;
import java.time.Duration;

/**
 * When checks run, and how many results change their status.
 *
 * @param interval between the starts of two runs of a check
 * @param timeout after which a run counts as failed and is interrupted
 * @param rise consecutive successes after which a check that is down is up
 * @param fall consecutive failures after which a check that is up is down
 */
public record HealthConfig(Duration interval, Duration timeout, int rise, int fall) {
    private static final HealthConfig DEFAULTS = new HealthConfig(Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 3);

    /** @throws IllegalArgumentException if a value is not positive */
    public HealthConfig {
        DurationChecks.positive("healthInterval", interval);
        DurationChecks.positive("healthTimeout", timeout);
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("healthThresholds: " + rise + ", " + fall + " (expected: both >= 1)");
        }
    }

    /** Every 5 s, for at most 1 s, up after 2 successes and down after 3 failures. */
    public static HealthConfig defaults() {
        return DEFAULTS;
    }

    /** A copy with another interval. */
    public HealthConfig interval(Duration other) {
        return new HealthConfig(other, timeout, rise, fall);
    }

    /** A copy with another timeout. */
    public HealthConfig timeout(Duration other) {
        return new HealthConfig(interval, other, rise, fall);
    }

    /** A copy with other thresholds. */
    public HealthConfig thresholds(int newRise, int newFall) {
        return new HealthConfig(interval, timeout, newRise, newFall);
    }
}
