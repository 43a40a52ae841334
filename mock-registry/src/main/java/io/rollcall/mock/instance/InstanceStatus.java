package io.rollcall.mock.instance;

/**
 * The status that an instance reports. The registry passes it on and draws no conclusion from it.
 *
 * @since 0.1
 */
public enum InstanceStatus {
    /** Registered, not ready for traffic yet. */
    STARTING,
    /** Ready. */
    UP,
    /** Finishing its calls; accepts no new ones. */
    DRAINING,
    /** Unable to serve. */
    DOWN
}
