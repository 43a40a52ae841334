package io.rollcall.registry.support;

import java.io.IOException;

/**
 * External content does not have the expected form. The message gives the reason and is safe to log.
 *
 * @since 0.1
 */
public final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message the reason, without a full stop */
    public UnreadableException(String message) {
        super(message);
    }
}
