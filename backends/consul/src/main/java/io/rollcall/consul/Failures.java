package io.rollcall.consul;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with one agent: where, what was tried, why, and what to do. Immutable. */
final class Failures {
    private static final String LOOK = "Check that the Consul agent runs and can be reached from here.";
    private static final String LOOK_AT_URL =
            "Check the registry's URL: what answers there is not the HTTP API of a Consul agent.";

    private final String agent;

    Failures(String agent) {
        this.agent = agent;
    }

    /**
     * An answer that is no success. Consul says in plain words what is wrong, and is not strict about the status: it
     * tells of an unknown check, of a refused token and of a missing leader with a 500 alike.
     *
     * @param missing what a 404 means: an unknown instance, or a wrong URL
     */
    RegistryException refused(String what, Answer answer, Kind missing) {
        String text = Shown.text(new String(answer.body(), StandardCharsets.UTF_8));
        Kind kind = kindOf(answer.status(), text, missing);
        return failure(kind, what, answer.status() + (text.isEmpty() ? "" : ", " + text), nextAfter(kind), null);
    }

    private static Kind kindOf(int status, String text, Kind missing) {
        if (text.contains("does not have associated TTL") || text.contains("Unknown check")) {
            return Kind.NOT_FOUND;
        }
        if (text.contains("Permission denied") || text.contains("ACL not found")) {
            return Kind.UNAUTHORIZED;
        }
        return switch (status) {
            case 401, 403 -> Kind.UNAUTHORIZED;
            case 404, 410 -> missing;
            case 408, 504 -> Kind.TIMEOUT;
            case 429 -> Kind.UNAVAILABLE;
            default -> status >= 500 ? Kind.UNAVAILABLE : Kind.INVALID;
        };
    }

    private static String nextAfter(Kind kind) {
        return switch (kind) {
            case UNAVAILABLE, TIMEOUT -> LOOK;
            case UNAUTHORIZED -> "Check the ACL token and its policy (service write, and service and node read).";
            case NOT_FOUND -> "Register the instance again.";
            case CONFLICT -> "A newer process holds this instance id: stop this one, or give it an id of its own.";
            case INVALID -> LOOK_AT_URL;
        };
    }

    /** A newer generation is registered. */
    RegistryException superseded(String what, long registered, long asked) {
        String reason = "generation " + registered + " is registered, newer than " + asked;
        return failure(Kind.CONFLICT, what, reason, nextAfter(Kind.CONFLICT), null);
    }

    /** The instance is not registered, or not as that of this process. */
    RegistryException unknown(String what, String reason) {
        return failure(Kind.NOT_FOUND, what, reason, nextAfter(Kind.NOT_FOUND), null);
    }

    /** A list is empty because the token may not read its entries. */
    RegistryException hidden(String what) {
        String reason = "the token may not read what is there";
        return failure(Kind.UNAUTHORIZED, what, reason, nextAfter(Kind.UNAUTHORIZED), null);
    }

    /** This client is closed. */
    RegistryException closed(String what) {
        return failure(Kind.UNAVAILABLE, what, "the client is closed", "Connect again.", null);
    }

    /** No answer, or a success that cannot be read: the request was right, so another try may help. */
    RegistryException broken(String what, Throwable cause) {
        boolean unreadable = cause instanceof UnreadableAnswerException;
        Kind kind = cause instanceof InterruptedIOException ? Kind.TIMEOUT : Kind.UNAVAILABLE;
        String message = cause.getMessage();
        String reason = message == null ? cause.getClass().getSimpleName() : Shown.text(message);
        return failure(kind, what, reason, unreadable ? LOOK_AT_URL : LOOK, cause);
    }

    private RegistryException failure(Kind kind, String what, String reason, String next, @Nullable Throwable cause) {
        return new RegistryException(kind, agent + ": " + what + " failed: " + reason + ". Next: " + next, cause);
    }
}
