package io.rollcall.cli;

import org.jspecify.annotations.Nullable;

/** A command has failed. Its message is the one line that the user reads. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that {@code message} explains: what was tried, the rule, and the next step. */
    public CommandFailedException(String message) {
        this(message, null);
    }

    /** A failure that {@code cause} led to. */
    public CommandFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
