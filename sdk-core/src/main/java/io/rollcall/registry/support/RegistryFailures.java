package io.rollcall.registry.support;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.security.CredentialsException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong with one endpoint that is spoken to over HTTP: where, what was tried, why, and what to do.
 * Immutable.
 */
public final class RegistryFailures {
    private final String endpoint;
    private final Advice advice;

    /**
     * What to do next, where that differs between registries; sentences.
     *
     * @param unreachable there is no answer
     * @param wrongUrl what answers is something else
     * @param unauthorized it wants other credentials
     */
    public record Advice(String unreachable, String wrongUrl, String unauthorized) {}

    /** @param endpoint its name, without secrets */
    public RegistryFailures(String endpoint, Advice advice) {
        this.endpoint = endpoint;
        this.advice = advice;
    }

    /**
     * What a status that is no success means.
     *
     * @param missing what a 404 means: an unknown instance, or a wrong URL
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

    /** Something failed, with the advice that fits its kind. */
    public RegistryException failed(Kind kind, String what, String reason) {
        return failed(kind, what, reason, nextAfter(kind));
    }

    /** Something failed, with advice of its own. */
    public RegistryException failed(Kind kind, String what, String reason, String next) {
        return failed(kind, what, reason, next, null);
    }

    private String nextAfter(Kind kind) {
        return switch (kind) {
            case UNAVAILABLE, TIMEOUT -> advice.unreachable;
            case UNAUTHORIZED -> advice.unauthorized;
            case NOT_FOUND -> "Register the instance again.";
            case CONFLICT -> "A newer process holds this instance id: stop this one, or give it an id of its own.";
            case INVALID -> advice.wrongUrl;
        };
    }

    /** No answer, or a success that cannot be read: the request was right, so another try may help. */
    public RegistryException broken(String what, Throwable cause) {
        boolean unreadable = cause instanceof UnreadableException;
        Kind kind = cause instanceof InterruptedIOException ? Kind.TIMEOUT : Kind.UNAVAILABLE;
        String message = cause.getMessage();
        String reason = message == null ? cause.getClass().getSimpleName() : Untrusted.line(message);
        return failed(kind, what, reason, unreadable ? advice.wrongUrl : advice.unreachable, cause);
    }

    /** Credentials that cannot be had, as the failure of the request that needs them. */
    public static RegistryException unauthorized(CredentialsException cause) {
        return new RegistryException(Kind.UNAUTHORIZED, String.valueOf(cause.getMessage()), cause);
    }

    /** This client is closed. */
    public RegistryException closed(String what) {
        return failed(Kind.UNAVAILABLE, what, "the client is closed", "Connect again.");
    }

    private RegistryException failed(Kind kind, String what, String reason, String next, @Nullable Throwable cause) {
        return new RegistryException(kind, endpoint + ": " + what + " failed: " + reason + ". Next: " + next, cause);
    }
}
