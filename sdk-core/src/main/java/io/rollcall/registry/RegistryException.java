package io.rollcall.registry;

import io.rollcall.model.RollcallException;
import org.jspecify.annotations.Nullable;

/** A registry did not do what it was asked. The message never holds a secret. */
public final class RegistryException extends RollcallException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, alike for all registries. */
    public enum Kind {
        /** It cannot be reached, is not able to answer now, or its answer cannot be read. Worth another try. */
        UNAVAILABLE(true),
        /** No answer in time. Worth another try. */
        TIMEOUT(true),
        /** It does not know the instance. */
        NOT_FOUND(false),
        /** It holds a newer generation. */
        CONFLICT(false),
        /** It wants other credentials. */
        UNAUTHORIZED(false),
        /** It refuses what was sent. */
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

    /** A failure of {@code kind} that {@code cause} led to. */
    public RegistryException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }
}
