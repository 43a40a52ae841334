package io.rollcall.registry.http;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.json.UnreadableException;
import java.io.InterruptedIOException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with one endpoint: where, what was tried, why, and what to do. Immutable. */
final class Failures {
    private static final String LOOK = "Check that the registry runs and can be reached from here.";
    private static final String LOOK_AT_URL =
            "Check the registry's URL: what answers there is not a Rollcall registry.";

    private final String endpoint;

    Failures(String endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * An answer that is no success. Reads its body, within bounds.
     *
     * @param missing what a 404 means: an unknown instance, or a wrong URL
     */
    RegistryException refused(String what, Response response, Kind missing) {
        Problem problem = Problem.of(response);
        Kind kind = kindOf(response.code(), missing);
        String next = problem.action().isEmpty() ? nextAfter(kind) : problem.action();
        return failure(kind, what, response.code() + problem.reason(), next, null);
    }

    private static Kind kindOf(int status, Kind missing) {
        return switch (status) {
            case 401, 403 -> Kind.UNAUTHORIZED;
            case 404, 410 -> missing;
            case 408, 504 -> Kind.TIMEOUT;
            case 409 -> Kind.CONFLICT;
            case 429 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.INVALID;
        };
    }

    private static String nextAfter(Kind kind) {
        return switch (kind) {
            case UNAVAILABLE, TIMEOUT -> LOOK;
            case UNAUTHORIZED -> "Check the credentials for the registry.";
            case NOT_FOUND -> "Register the instance again.";
            case CONFLICT -> "A newer process holds this instance id: stop this one, or give it an id of its own.";
            case INVALID -> LOOK_AT_URL;
        };
    }

    /** No answer, or a success that cannot be read: the request was right, so another try may help. */
    RegistryException broken(String what, Throwable cause) {
        boolean unreadable = cause instanceof UnreadableException;
        Kind kind = cause instanceof InterruptedIOException ? Kind.TIMEOUT : Kind.UNAVAILABLE;
        String message = cause.getMessage();
        String reason = message == null ? cause.getClass().getSimpleName() : message;
        return failure(kind, what, reason, unreadable ? LOOK_AT_URL : LOOK, cause);
    }

    private RegistryException failure(Kind kind, String what, String reason, String next, @Nullable Throwable cause) {
        return new RegistryException(kind, endpoint + ": " + what + " failed: " + reason + ". Next: " + next, cause);
    }
}
