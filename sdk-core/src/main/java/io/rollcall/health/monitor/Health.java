package io.rollcall.health.monitor;

import io.rollcall.model.InstanceStatus;

/**
 * What checks say together.
 *
 * @param status DOWN if one is, else STARTING until each has given a verdict, then UP
 * @param reason why it is not up, with the names of the checks; empty if it is
 */
public record Health(InstanceStatus status, String reason) {
    /** Where there is nothing to check: up. */
    public static final Health UNCHECKED = new Health(InstanceStatus.UP, "");

    /** Whether the instance may have traffic. */
    public boolean isUp() {
        return status == InstanceStatus.UP;
    }

    /**
     * Whether anything was to be checked. What was checked and is up is equal to {@link #UNCHECKED}, but not the same.
     */
    @SuppressWarnings("ReferenceEquality")
    public boolean isChecked() {
        return this != UNCHECKED;
    }

    /** Both together: the worse of the two, and the reasons of all that are as bad as that. */
    public Health and(Health other) {
        if (!isChecked() || !other.isChecked()) {
            return isChecked() ? this : other;
        }
        if (status == other.status) {
            return isUp() ? this : new Health(status, reason + "; " + other.reason);
        }
        return severity() > other.severity() ? this : other;
    }

    private int severity() {
        return switch (status) {
            case UP -> 0;
            case STARTING, DRAINING -> 1;
            case DOWN -> 2;
        };
    }
}
