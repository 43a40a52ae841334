package io.rollcall.registry.security;

import io.rollcall.model.RollcallException;
import org.jspecify.annotations.Nullable;

/**
 * Credentials are unavailable: a token source failed, or returned a value that cannot be sent. The message contains no
 * secrets. Backends convert it into a {@code RegistryException} of kind UNAUTHORIZED.
 *
 * @since 0.1
 */
public final class CredentialsException extends RollcallException {
    private static final long serialVersionUID = 1L;

    /** A failure with its cause, if there is one. */
    public CredentialsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
