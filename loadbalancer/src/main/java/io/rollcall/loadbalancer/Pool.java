package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.model.RequestContext;
import java.util.List;

/**
 * The candidates of one destination, ready to be picked from. Immutable.
 *
 * @param label names it in the plan and in explanations; what it keeps over updates is kept under this name
 * @param subset what the route asked for
 * @param candidates who is in it; never empty
 * @param picker picks one of them
 */
record Pool(String label, Subset subset, List<TrackedCandidate> candidates, Picker picker) implements RouteTarget {

    @Override
    public Pool poolFor(RequestContext request) {
        return this;
    }
}
