package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;

/**
 * All that a plan is made of.
 *
 * @param snapshot the service as last heard of
 * @param policy what is wanted
 * @param all every instance of the snapshot, eligible or not, with its statistics
 * @param callers who else calls the service
 */
record PlanInputs(ServiceSnapshot snapshot, ServicePolicy policy, List<TrackedCandidate> all, CallerFleet callers) {
    PlanInputs {
        all = List.copyOf(all);
    }
}
