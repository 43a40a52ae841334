package io.rollcall.registry;

import io.rollcall.model.RollcallException;
import org.jspecify.annotations.Nullable;

/**
 * A request to a registry failed. Applications see it from look-ups and from registrations with fail-fast; backends
 * throw it. The message contains no secrets.
 *
 * <pre>{@code
 * try {
 *     instance = rollcall.service("user-service").choose();
 * } catch (RegistryException e) {
 *     if (e.kind().isTransient()) {
 *         // nothing is known of the service yet; a later call may succeed
 *     }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class RegistryException extends RollcallException {
    private static final long serialVersionUID = 1L;

    /** The kinds of failures, common to all registries. */
    public enum Kind {
        /** The registry is unreachable or overloaded, or its response is unreadable. Retryable. */
        UNAVAILABLE(true),
        /** There was no response in time. Retryable. */
        TIMEOUT(true),
        /** The registry does not know the instance. */
        NOT_FOUND(false),
        /** A newer generation of the instance is registered. */
        CONFLICT(false),
        /** The credentials are missing, invalid or insufficient. */
        UNAUTHORIZED(false),
        /** The registry rejects the request. */
        INVALID(false);

        private final boolean transientFailure;

        Kind(boolean transientFailure) {
            this.transientFailure = transientFailure;
        }

        /** Whether the same request may succeed later, or at another endpoint. */
        public boolean isTransient() {
            return transientFailure;
        }
    }

    private final Kind kind;

    /** A failure of {@code kind}. */
    public RegistryException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** A failure of {@code kind} with its cause. */
    public RegistryException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The kind of failure. */
    public Kind kind() {
        return kind;
    }
}
