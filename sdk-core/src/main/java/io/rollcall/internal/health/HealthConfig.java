package io.rollcall.internal.health;

import io.rollcall.internal.Durations;
import java.time.Duration;

/**
 * When checks run and what it takes to change a verdict.
 *
 * @param interval between the beginnings of two runs of a check
 * @param timeout after which a run counts as failed and is interrupted
 * @param rise successes in a row that make a check up that was down
 * @param fall failures in a row that make a check down that was up
 */
public record HealthConfig(Duration interval, Duration timeout, int rise, int fall) {
    private static final HealthConfig DEFAULTS = new HealthConfig(Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 3);

    /** @throws IllegalArgumentException if anything is not positive */
    public HealthConfig {
        Durations.positive("healthInterval", interval);
        Durations.positive("healthTimeout", timeout);
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("healthThresholds: " + rise + ", " + fall + " (expected: both >= 1)");
        }
    }

    /** Every 5 s, 1 s long at most, up after 2 successes and down after 3 failures. */
    public static HealthConfig defaults() {
        return DEFAULTS;
    }

    /** The same with another interval. */
    public HealthConfig interval(Duration other) {
        return new HealthConfig(other, timeout, rise, fall);
    }

    /** The same with another timeout. */
    public HealthConfig timeout(Duration other) {
        return new HealthConfig(interval, other, rise, fall);
    }

    /** The same with other thresholds. */
    public HealthConfig thresholds(int newRise, int newFall) {
        return new HealthConfig(interval, timeout, newRise, newFall);
    }
}
