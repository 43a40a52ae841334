package io.rollcall.internal.health;

import io.rollcall.health.HealthCheck.Result;
import io.rollcall.model.InstanceStatus;

/**
 * Turns single results of one check into a verdict. The first result is the first verdict; from then on it takes as
 * many in a row as the config say to change it, as HAProxy and Consul count. Not threadsafe: guarded by the check.
 */
final class Streak {
    private final HealthConfig config;
    private InstanceStatus status = InstanceStatus.STARTING;
    private String reason = "no result yet";
    private int against;

    Streak(HealthConfig config) {
        this.config = config;
    }

    void add(Result result) {
        boolean first = status == InstanceStatus.STARTING;
        boolean agrees = result.isUp() == (status == InstanceStatus.UP);
        against = agrees ? 0 : against + 1;
        if (first || against >= (result.isUp() ? config.rise() : config.fall())) {
            status = result.isUp() ? InstanceStatus.UP : InstanceStatus.DOWN;
            against = 0;
        }
        if (!result.isUp() && status == InstanceStatus.DOWN) {
            reason = result.reason();
        }
    }

    InstanceStatus status() {
        return status;
    }

    /** Why it is not up. */
    String reason() {
        return reason;
    }
}
