package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.model.RequestContext;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one destination, ready to be picked from. Immutable.
 *
 * @param label names the destination in the plan and in explanations
 * @param subset the instances that the route names
 * @param scope the instances that its requests may reach at all
 * @param candidates its instances, each with the mark; never empty
 * @param mark of this pool
 * @param picker the strategy's own, for these candidates
 */
record Pool(String label, Subset subset, Scope scope, List<TrackedCandidate> candidates, Mark mark, Picker picker)
        implements RouteTarget {

    @Override
    public Pool poolFor(RequestContext request) {
        return this;
    }

    /** The candidate for {@code request}. */
    TrackedCandidate pick(RequestContext request) {
        return mark.checked(picker.pick(request));
    }

    /** Another one for a retry of {@code request}, or null if the strategy leaves it to the balancer. */
    @Nullable
    TrackedCandidate pickOther(RequestContext request, Predicate<Candidate> tried) {
        Candidate other = picker.pickOther(request, tried);
        return other == null ? null : mark.checked(other);
    }
}
