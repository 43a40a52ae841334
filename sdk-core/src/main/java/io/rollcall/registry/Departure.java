package io.rollcall.registry;

/**
 * How an instance left a registry.
 *
 * @since 0.1
 */
public enum Departure {
    /** It was removed. */
    DEREGISTERED,
    /** It was removed after it had status DRAINING. */
    DRAINED,
    /** Its lease ran out: it ended without notice, or the registry did not receive its heartbeats. */
    EXPIRED
}
