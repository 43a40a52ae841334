package io.rollcall.loadbalancer.policy;

/**
 * For large fleets: each caller uses {@code size} of a service's instances only. Which ones follows from the caller's
 * name alone, so that it is the same after a restart, and differs from caller to caller.
 *
 * <p>Making one throws {@link IllegalArgumentException} if {@code size} is below 1.
 *
 * @param size how many instances a caller uses
 * @param caller names this caller among all: its own instance id
 */
public record FleetSubset(int size, String caller) {

    public FleetSubset {
        PolicyChecks.atLeast("size", size, 1);
    }
}
