package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.model.RequestContext;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Picks candidates of one pool. Threadsafe. */
interface PoolPicker {

    /** The candidate for {@code request}. */
    TrackedCandidate pick(RequestContext request);

    /** Another one for a retry of {@code request}, or null if the strategy has none in mind. */
    @Nullable
    TrackedCandidate pickOther(RequestContext request, Predicate<Candidate> tried);
}
