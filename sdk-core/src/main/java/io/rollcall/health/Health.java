package io.rollcall.health;

import io.rollcall.model.InstanceStatus;

/**
 * What all checks of a process say together.
 *
 * @param status DOWN if a check is, else STARTING until each has given a verdict, then UP
 * @param reason why it is not up; empty if it is
 */
public record Health(InstanceStatus status, String reason) {
    /** Where there is nothing to check: up. */
    public static final Health UNCHECKED = new Health(InstanceStatus.UP, "");

    /** Whether the instance may have traffic. */
    public boolean isUp() {
        return status == InstanceStatus.UP;
    }
}
