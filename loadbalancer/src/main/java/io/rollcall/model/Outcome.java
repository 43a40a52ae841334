package io.rollcall.model;

/**
 * The outcome of a call to an instance.
 *
 * @since 0.1
 */
public enum Outcome {
    /** It responded, and not with a failure. */
    SUCCESS(false),
    /** It responded with a failure: a status of 5xx, or the equivalent of another protocol. */
    SERVER_ERROR(true),
    /** It, or a proxy before it, could not reach what it needs: 502, 503, 504. */
    GATEWAY_ERROR(true),
    /** No response: the connection was refused or broke. */
    CONNECTION_ERROR(true),
    /** No response in time, over a connection that was made. Counts in a row as {@link #GATEWAY_ERROR} does. */
    TIMEOUT(true),
    /** The caller gave up for a reason of its own, which does not count against the instance. */
    CANCELLED(false);

    private final boolean failure;

    Outcome(boolean failure) {
        this.failure = failure;
    }

    /** Whether it counts against the instance. */
    public boolean isFailure() {
        return failure;
    }

    /** The outcome of a response with the HTTP status {@code status}. */
    public static Outcome ofStatus(int status) {
        if (status < 500) {
            return SUCCESS;
        }
        return status >= 502 && status <= 504 ? GATEWAY_ERROR : SERVER_ERROR;
    }
}
