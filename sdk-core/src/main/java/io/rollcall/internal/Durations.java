package io.rollcall.internal;

import java.time.Duration;

/** Checks durations that users give. */
public final class Durations {
    private Durations() {}

    /**
     * {@code value}.
     *
     * @throws IllegalArgumentException if it is not positive; the message names {@code name}
     */
    public static Duration positive(String name, Duration value) {
        return checked(name, value, "> 0", !value.isNegative() && !value.isZero());
    }

    /**
     * {@code value}.
     *
     * @throws IllegalArgumentException if it is negative; the message names {@code name}
     */
    public static Duration notNegative(String name, Duration value) {
        return checked(name, value, ">= 0", !value.isNegative());
    }

    private static Duration checked(String name, Duration value, String rule, boolean legal) {
        if (!legal) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
        }
        return value;
    }
}
