package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;

/**
 * Everything that a plan is compiled from.
 *
 * @param snapshot the service as last received
 * @param policy how calls are treated
 * @param all every instance of the snapshot, eligible or not, with its statistics
 * @param callers the fleet that calls the service
 */
record PlanInputs(ServiceSnapshot snapshot, ServicePolicy policy, List<TrackedCandidate> all, CallerFleet callers) {
    PlanInputs {
        all = List.copyOf(all);
    }
}
