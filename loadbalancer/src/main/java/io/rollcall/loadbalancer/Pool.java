package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.model.RequestContext;
import java.util.List;

/**
 * The candidates of one destination, ready to be picked from. Immutable.
 *
 * @param label names it in the plan and in explanations; its state that survives updates is kept under this name
 * @param subset the instances that the route names
 * @param candidates its instances; never empty
 * @param picker picks one of them
 */
record Pool(String label, Subset subset, List<TrackedCandidate> candidates, PoolPicker picker) implements RouteTarget {

    @Override
    public Pool poolFor(RequestContext request) {
        return this;
    }
}
