package io.rollcall.loadbalancer.internal.algorithm;

/**
 * Keeps the fields of a subclass off the cache line of whatever the heap holds before the object. Fields of a
 * superclass come first in memory, so the padding must be one. What needs padding behind as well adds seven longs of
 * its own in a further subclass.
 */
@SuppressWarnings("unused")
public abstract class LeadingPadding {
    private long p0, p1, p2, p3, p4, p5, p6;

    /** Only pads. */
    protected LeadingPadding() {}
}
