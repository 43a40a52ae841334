package io.rollcall.internal.health;

import io.rollcall.model.InstanceStatus;

/**
 * The combined result of health checks.
 *
 * @param status DOWN if one is, else STARTING until each has a result, then UP
 * @param reason why it is not up, with the names of the checks; empty if it is
 * @param checked whether there are checks
 */
public record Health(InstanceStatus status, String reason, boolean checked) {
    /** Without checks: up. */
    public static final Health UNCHECKED = new Health(InstanceStatus.UP, "", false);

    /** The result of at least one check. */
    public static Health of(InstanceStatus status, String reason) {
        return new Health(status, reason, true);
    }

    /** Whether the instance may have traffic. */
    public boolean isUp() {
        return status == InstanceStatus.UP;
    }

    /** The worse of the two; both reasons if they are equally bad. */
    public Health and(Health other) {
        if (!checked || !other.checked) {
            return checked ? this : other;
        }
        if (status == other.status) {
            return isUp() ? this : of(status, reason + "; " + other.reason);
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
