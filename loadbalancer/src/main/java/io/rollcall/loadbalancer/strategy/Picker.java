package io.rollcall.loadbalancer.strategy;

import io.rollcall.model.RequestContext;

/** Picks one candidate per call. Threadsafe, without locks and without garbage. */
@FunctionalInterface
public interface Picker {

    /** The candidate for {@code request}. */
    Candidate pick(RequestContext request);
}
