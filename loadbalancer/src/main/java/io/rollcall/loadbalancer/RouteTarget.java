package io.rollcall.loadbalancer;

import io.rollcall.model.RequestContext;
import org.jspecify.annotations.Nullable;

/** Where a route sends a request: one pool, or one of several. Threadsafe. */
interface RouteTarget {

    /** The pool for {@code request}; null if its destination is strict and has no instance. */
    @Nullable
    Pool poolFor(RequestContext request);
}
