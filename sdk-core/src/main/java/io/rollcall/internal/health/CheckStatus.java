package io.rollcall.internal.health;

import io.rollcall.health.HealthCheck.Result;
import io.rollcall.model.InstanceStatus;

/**
 * The status of one check, derived from its results. The first result takes effect at once; after that, as many
 * consecutive results as configured change the status, as in HAProxy and Consul. Not threadsafe: guarded by the check.
 */
final class CheckStatus {
    private final HealthConfig config;
    private InstanceStatus status = InstanceStatus.STARTING;
    private String reason = "no result yet";
    private int opposing;

    CheckStatus(HealthConfig config) {
        this.config = config;
    }

    void add(Result result) {
        boolean first = status == InstanceStatus.STARTING;
        boolean agrees = result.isUp() == (status == InstanceStatus.UP);
        opposing = agrees ? 0 : opposing + 1;
        if (first || opposing >= (result.isUp() ? config.rise() : config.fall())) {
            status = result.isUp() ? InstanceStatus.UP : InstanceStatus.DOWN;
            opposing = 0;
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
