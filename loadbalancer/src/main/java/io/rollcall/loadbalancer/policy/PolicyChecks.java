package io.rollcall.loadbalancer.policy;

import java.time.Duration;

/** Bounds of policy values, with messages that name the value and the rule. */
final class PolicyChecks {
    private PolicyChecks() {}

    static double share(String name, double value) {
        return check(value >= 0 && value <= 1, name, value, "0.0 to 1.0");
    }

    static double above(String name, double value, double bound) {
        return check(value > bound, name, value, "> " + bound);
    }

    /** Above {@code least} and below {@code most}. */
    static double between(String name, double value, int least, int most) {
        return check(value > least && value < most, name, value, "above " + least + " and below " + most);
    }

    static int atLeast(String name, int value, int least) {
        return check(value >= least, name, value, least + " or more");
    }

    static Duration positive(String name, Duration value) {
        return check(!value.isNegative() && !value.isZero(), name, value, "> 0");
    }

    static Duration notNegative(String name, Duration value) {
        return check(!value.isNegative(), name, value, "0 or more");
    }

    /** Of two bounds, the greater is not below the other. */
    static void ordered(String leastName, Duration least, String mostName, Duration most) {
        check(most.compareTo(least) >= 0, mostName, most, leastName + " " + least + " or more");
    }

    static String notEmpty(String name, String value) {
        check(!value.isEmpty(), name, "\"\"", "not empty");
        return value;
    }

    private static <T> T check(boolean holds, String name, T value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
        }
        return value;
    }
}
