package io.rollcall.registry.security;

import io.rollcall.model.RollcallException;
import org.jspecify.annotations.Nullable;

/**
 * Credentials cannot be had: a token source failed, or what it returned cannot be sent. The message never holds a
 * secret. Backends report it as a {@code RegistryException} of kind UNAUTHORIZED.
 *
 * @since 0.1
 */
public final class CredentialsException extends RollcallException {
    private static final long serialVersionUID = 1L;

    /** A failure that {@code cause} led to. */
    public CredentialsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
