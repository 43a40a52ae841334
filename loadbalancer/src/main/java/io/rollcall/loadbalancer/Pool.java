package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.model.RequestContext;
import java.util.List;

/**
 * The candidates of one destination, ready to be picked from. Immutable.
 *
 * @param label names the destination in the plan and in explanations
 * @param subset the instances that the route names
 * @param scope the instances that its requests may reach at all
 * @param candidates its instances; never empty
 * @param picker picks one of them
 */
record Pool(String label, Subset subset, Scope scope, List<TrackedCandidate> candidates, PoolPicker picker)
        implements RouteTarget {

    @Override
    public Pool poolFor(RequestContext request) {
        return this;
    }
}
