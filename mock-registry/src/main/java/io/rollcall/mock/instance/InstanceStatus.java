package io.rollcall.mock.instance;

/** What an instance says of itself. The registry passes it on and draws no conclusion from it. */
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
