package io.rollcall.model;

import org.jspecify.annotations.Nullable;

/**
 * The common type of Rollcall's unchecked exceptions that report a condition at run time: no instance, a registry that
 * does not respond. Errors of the program are {@link IllegalArgumentException} and {@link IllegalStateException}, and
 * balanced HTTP calls fail with {@code ServiceCallException}, an {@link java.io.IOException}.
 *
 * @since 0.1
 */
public abstract class RollcallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with the cause that led to it, if there is one. */
    protected RollcallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
