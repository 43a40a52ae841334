package io.rollcall.registry.support;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.security.CredentialsException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the exceptions of one HTTP endpoint, with messages that name the endpoint, the operation, the reason and what
 * to do next. For backends that use HTTP. Immutable.
 *
 * @since 0.1
 */
public final class RegistryFailures {
    private final String endpoint;
    private final Advice advice;

    /**
     * What to do next, where that differs between registries. Each is one or more sentences.
     *
     * @param unreachable if there is no response
     * @param wrongUrl if the response is not one of this kind of registry
     * @param unauthorized if the credentials are rejected
     * @since 0.1
     */
    public record Advice(String unreachable, String wrongUrl, String unauthorized) {}

    /** @param endpoint the endpoint's name, without secrets */
    public RegistryFailures(String endpoint, Advice advice) {
        this.endpoint = endpoint;
        this.advice = advice;
    }

    /**
     * Maps the HTTP status of an unsuccessful response.
     *
     * @param missing the kind that a 404 stands for: an unknown instance, or a wrong URL
     */
    public static Kind kindOf(int status, Kind missing) {
        return switch (status) {
            case 401, 403 -> Kind.UNAUTHORIZED;
            case 404, 410 -> missing;
            case 408, 504 -> Kind.TIMEOUT;
            case 409 -> Kind.CONFLICT;
            case 429 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.INVALID;
        };
    }

    /**
     * A failure with the advice for its kind.
     *
     * @param operation such as {@code registering order-service/o-1}
     */
    public RegistryException failed(Kind kind, String operation, String reason) {
        return failed(kind, operation, reason, adviceFor(kind));
    }

    /** A failure with its own advice, a sentence. */
    public RegistryException failed(Kind kind, String operation, String reason, String next) {
        return failed(kind, operation, reason, next, null);
    }

    private String adviceFor(Kind kind) {
        return switch (kind) {
            case UNAVAILABLE, TIMEOUT -> advice.unreachable;
            case UNAUTHORIZED -> advice.unauthorized;
            case NOT_FOUND -> "Register the instance again.";
            case CONFLICT -> "A newer process owns this instance id: stop this one, or give it its own id.";
            case INVALID -> advice.wrongUrl;
        };
    }

    /** There was no response, or a successful one that is unreadable: the request was valid, so a retry may help. */
    public RegistryException broken(String operation, Throwable cause) {
        boolean unreadable = cause instanceof UnreadableException;
        Kind kind = cause instanceof InterruptedIOException ? Kind.TIMEOUT : Kind.UNAVAILABLE;
        String message = cause.getMessage();
        String reason = message == null ? cause.getClass().getSimpleName() : Untrusted.line(message);
        return failed(kind, operation, reason, unreadable ? advice.wrongUrl : advice.unreachable, cause);
    }

    /** Converts unavailable credentials into a failure of the request that needs them. */
    public static RegistryException unauthorized(CredentialsException cause) {
        return new RegistryException(Kind.UNAUTHORIZED, String.valueOf(cause.getMessage()), cause);
    }

    /** A request was made after the client was closed. */
    public RegistryException closed(String operation) {
        return failed(Kind.UNAVAILABLE, operation, "the client is closed", "Connect again.");
    }

    private RegistryException failed(
            Kind kind, String operation, String reason, String next, @Nullable Throwable cause) {
        return new RegistryException(
                kind, endpoint + ": " + operation + " failed: " + reason + ". Next: " + next, cause);
    }
}
