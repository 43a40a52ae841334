package io.rollcall.loadbalancer;

import io.rollcall.model.RequestContext;

/** Picks a candidate of one pool. Threadsafe. */
interface PoolPicker {

    /** The candidate for {@code request}. */
    TrackedCandidate pick(RequestContext request);
}
