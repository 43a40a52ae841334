package io.rollcall.consul;

import io.rollcall.model.InstanceStatus;
import tools.jackson.databind.JsonNode;

/**
 * What all checks of an instance and of its node say together.
 *
 * @param fails one is critical: the lease ended, the node is lost, a check of its own fails
 * @param warns one warns
 * @param maintained an operator took the instance or its node out
 */
record Checks(boolean fails, boolean warns, boolean maintained) {
    private static final String NODE_MAINTENANCE = "_node_maintenance";
    private static final String SERVICE_MAINTENANCE = "_service_maintenance:";

    /** @param consulId of the service; the check by which it tells its own status says nothing new */
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

    /** The status of an instance that says {@code said} of itself. */
    InstanceStatus status(InstanceStatus said) {
        if (fails) {
            return InstanceStatus.DOWN;
        }
        return maintained && said == InstanceStatus.UP ? InstanceStatus.DRAINING : said;
    }
}
