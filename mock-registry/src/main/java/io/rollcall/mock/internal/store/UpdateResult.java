package io.rollcall.mock.internal.store;

/** What became of a heartbeat or a removal. */
public enum UpdateResult {
    /** Done. */
    DONE,
    /** There is no such instance, or it has expired, or a newer generation than the one held speaks: register again. */
    UNKNOWN,
    /** The registry holds a newer generation. */
    OLDER_GENERATION
}
