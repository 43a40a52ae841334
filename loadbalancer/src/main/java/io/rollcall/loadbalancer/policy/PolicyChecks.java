package io.rollcall.loadbalancer.policy;

import java.time.Duration;

/** Bounds of policy values, with messages that name value and rule. */
final class PolicyChecks {
    private PolicyChecks() {}

    static double share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0.0 to 1.0)");
        }
        return value;
    }

    static double above(String name, double value, double bound) {
        if (!(value > bound)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > " + bound + ")");
        }
        return value;
    }

    static int atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more)");
        }
        return value;
    }

    static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
        return value;
    }
}
