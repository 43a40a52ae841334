package io.rollcall.model;

/** How a call to an instance went. */
public enum Outcome {
    /** It answered as it should. */
    SUCCESS(false),
    /** It answered that it failed: a status of 5xx, or the like of another protocol. */
    SERVER_ERROR(true),
    /** It, or what stands before it, could not reach what it needs: 502, 503, 504. */
    GATEWAY_ERROR(true),
    /** No response: the connection was refused or broke. */
    CONNECTION_ERROR(true),
    /** No response in time, over a connection that was made. Counts in a row as {@link #GATEWAY_ERROR} does. */
    TIMEOUT(true),
    /** The caller gave up for a reason of its own: says nothing about the instance. */
    CANCELLED(false);

    private final boolean failure;

    Outcome(boolean failure) {
        this.failure = failure;
    }

    /** Whether it speaks against the instance. */
    public boolean isFailure() {
        return failure;
    }

    /** The outcome that an HTTP status stands for. */
    public static Outcome ofStatus(int status) {
        if (status < 500) {
            return SUCCESS;
        }
        return status >= 502 && status <= 504 ? GATEWAY_ERROR : SERVER_ERROR;
    }
}
