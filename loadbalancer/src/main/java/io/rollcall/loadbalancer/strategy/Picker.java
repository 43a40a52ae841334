package io.rollcall.loadbalancer.strategy;

import io.rollcall.model.RequestContext;

/**
 * Picks one candidate per call. Threadsafe, without locks and without garbage.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Picker {

    /**
     * The candidate for {@code request}: one of those that this picker was compiled for, as the same object. Anything
     * else fails the call with an {@link IllegalStateException} that names the strategy.
     */
    Candidate pick(RequestContext request);
}
