package io.rollcall.model;

/** What an instance says of itself. Only {@link #UP} instances get traffic. */
public enum InstanceStatus {
    /** Registered, not ready for traffic yet. */
    STARTING,
    /** Ready. */
    UP,
    /** Finishing what it has; wants nothing new. */
    DRAINING,
    /** Not able to serve. */
    DOWN
}
