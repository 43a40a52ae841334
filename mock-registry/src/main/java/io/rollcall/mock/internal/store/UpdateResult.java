package io.rollcall.mock.internal.store;

/** The result of a heartbeat or a removal. */
public enum UpdateResult {
    /** Done. */
    DONE,
    /** The instance is not registered, its lease has expired, or the sender's generation is not registered yet. */
    UNKNOWN,
    /** A newer generation is registered. */
    OLDER_GENERATION
}
