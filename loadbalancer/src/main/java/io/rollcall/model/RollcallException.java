package io.rollcall.model;

import org.jspecify.annotations.Nullable;

/**
 * Above every unchecked exception with which Rollcall reports what happened at run time: no instance to call, a
 * registry that does not respond, a document that is refused. Catch it to treat them all alike.
 *
 * <p>Wrong arguments and misuse are reported by {@link IllegalArgumentException} and {@link IllegalStateException}, a
 * balanced HTTP call that failed by an {@link java.io.IOException}, as its client does.
 *
 * @since 0.1
 */
public abstract class RollcallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what happened, and what to do. */
    protected RollcallException(String message) {
        super(message);
    }

    /** With what happened, what to do, and why it happened, if that is known. */
    protected RollcallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
