package io.rollcall.consul;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.support.RegistryFailures;
import io.rollcall.registry.support.Untrusted;
import java.nio.charset.StandardCharsets;

/** Says what went wrong with one agent. Immutable. */
final class AgentFailures {
    private static final RegistryFailures.Advice ADVICE = new RegistryFailures.Advice(
            "Check that the Consul agent runs and can be reached from here.",
            "Check the registry's URL: what answers there is not the HTTP API of a Consul agent.",
            "Check the ACL token and its policy (service write, and service and node read).");

    private final RegistryFailures failures;

    AgentFailures(String agent) {
        this.failures = new RegistryFailures(agent, ADVICE);
    }

    /**
     * An answer that is no success. Consul says in plain words what is wrong, and is not strict about the status: it
     * tells of an unknown check, of a refused token and of a missing leader with a 500 alike.
     *
     * @param missing what a 404 means: an unknown instance, or a wrong URL
     */
    RegistryException refused(String what, AgentResponse answer, Kind missing) {
        String text = Untrusted.line(new String(answer.body(), StandardCharsets.UTF_8));
        return failures.failed(
                kindOf(answer.status(), text, missing), what, answer.status() + (text.isEmpty() ? "" : ", " + text));
    }

    private static Kind kindOf(int status, String text, Kind missing) {
        if (text.contains("does not have associated TTL") || text.contains("Unknown check")) {
            return Kind.NOT_FOUND;
        }
        return AclToken.isRefusal(status, text) ? Kind.UNAUTHORIZED : RegistryFailures.kindOf(status, missing);
    }

    /** A newer generation is registered. */
    RegistryException superseded(String what, long registered, long asked) {
        return failures.failed(Kind.CONFLICT, what, "generation " + registered + " is registered, newer than " + asked);
    }

    /** The instance is not registered, or not as that of this process. */
    RegistryException unknown(String what, String reason) {
        return failures.failed(Kind.NOT_FOUND, what, reason);
    }

    /** A list is empty because the token may not read its entries. */
    RegistryException hidden(String what) {
        return failures.failed(Kind.UNAUTHORIZED, what, "the token may not read what is there");
    }

    /** This client is closed. */
    RegistryException closed(String what) {
        return failures.closed(what);
    }

    /** No answer, or a success that cannot be read: the request was right, so another try may help. */
    RegistryException broken(String what, Throwable cause) {
        return failures.broken(what, cause);
    }
}
