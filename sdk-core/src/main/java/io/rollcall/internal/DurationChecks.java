package io.rollcall.internal;

import java.time.Duration;

/** Checks durations that users give. None may be longer than a year, so that sums of nanoseconds never overflow. */
public final class DurationChecks {
    private static final Duration MAX = Duration.ofDays(365);

    private DurationChecks() {}

    /**
     * {@code value}.
     *
     * @throws IllegalArgumentException if it is not positive or longer than 365 days; the message names {@code name}
     */
    public static Duration positive(String name, Duration value) {
        return checked(name, value, "> 0", !value.isNegative() && !value.isZero());
    }

    /**
     * {@code value}.
     *
     * @throws IllegalArgumentException if it is negative or longer than 365 days; the message names {@code name}
     */
    public static Duration notNegative(String name, Duration value) {
        return checked(name, value, ">= 0", !value.isNegative());
    }

    private static Duration checked(String name, Duration value, String rule, boolean legal) {
        boolean tooLong = value.compareTo(MAX) > 0;
        if (!legal || tooLong) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + (tooLong ? "at most 365 days" : rule) + ")");
        }
        return value;
    }
}
