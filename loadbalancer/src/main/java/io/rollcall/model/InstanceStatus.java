package io.rollcall.model;

/**
 * The status that an instance reports. Only {@link #UP} instances receive traffic.
 *
 * @since 0.1
 */
public enum InstanceStatus {
    /** Registered, not ready for traffic yet. */
    STARTING,
    /** Ready. */
    UP,
    /** Finishes the requests that it has; accepts no new ones. */
    DRAINING,
    /** Not able to serve. */
    DOWN
}
