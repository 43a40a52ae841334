package io.rollcall.consul;

import io.rollcall.model.InstanceStatus;
import tools.jackson.databind.JsonNode;

/**
 * The summary of the checks of an instance and of its node.
 *
 * @param fails one is critical: the lease has expired, the node is lost, or a check of the instance fails
 * @param warns one is in state warning
 * @param maintained the instance or its node is in maintenance mode
 */
record Checks(boolean fails, boolean warns, boolean maintained) {
    private static final String NODE_MAINTENANCE = "_node_maintenance";
    private static final String SERVICE_MAINTENANCE = "_service_maintenance:";

    /** @param consulId the id at Consul; its status check is ignored, since the status is in the metadata */
    static Checks of(JsonNode checks, String consulId) {
        boolean fails = false;
        boolean warns = false;
        boolean maintained = false;
        for (JsonNode check : checks) {
            String id = check.path("CheckID").stringValue("");
            String status = check.path("Status").stringValue("");
            boolean maintenance = id.equals(NODE_MAINTENANCE) || id.startsWith(SERVICE_MAINTENANCE);
            if (status.equals("critical") && !id.equals(ServiceDefinition.statusCheck(consulId))) {
                maintained |= maintenance;
                fails |= !maintenance;
            }
            warns |= status.equals("warning");
        }
        return new Checks(fails, warns, maintained);
    }

    /** The status of an instance that reports {@code own}. */
    InstanceStatus status(InstanceStatus own) {
        if (fails) {
            return InstanceStatus.DOWN;
        }
        return maintained && own == InstanceStatus.UP ? InstanceStatus.DRAINING : own;
    }
}
