package io.rollcall.consul;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.support.RegistryFailures;
import io.rollcall.registry.support.Untrusted;
import java.nio.charset.StandardCharsets;

/** The exceptions for failures of one agent. Immutable. */
final class AgentFailures {
    private static final RegistryFailures.Advice ADVICE = new RegistryFailures.Advice(
            "Check that the Consul agent runs and can be reached from here.",
            "Check the registry's URL: it is not the HTTP API of a Consul agent.",
            "Check the ACL token and its policy (service write, and service and node read).");

    private final RegistryFailures failures;

    AgentFailures(String agent) {
        this.failures = new RegistryFailures(agent, ADVICE);
    }

    /**
     * A response that is no success. Consul reports errors as text, and is not strict about the status: an unknown
     * check, a refused token and a missing leader may all be a 500.
     *
     * @param missing the kind of failure that a 404 is: an unknown instance, or a wrong URL
     */
    RegistryException refused(String operation, AgentResponse response, Kind missing) {
        String text = Untrusted.line(new String(response.body(), StandardCharsets.UTF_8));
        return failures.failed(
                kindOf(response.status(), text, missing),
                operation,
                response.status() + (text.isEmpty() ? "" : ", " + text));
    }

    private static Kind kindOf(int status, String text, Kind missing) {
        if (text.contains("does not have associated TTL") || text.contains("Unknown check")) {
            return Kind.NOT_FOUND;
        }
        return AclToken.isRefusal(status, text) ? Kind.UNAUTHORIZED : RegistryFailures.kindOf(status, missing);
    }

    /** A newer generation is registered. */
    RegistryException superseded(String operation, long registered, long own) {
        return failures.failed(
                Kind.CONFLICT, operation, "generation " + registered + " is registered, newer than " + own);
    }

    /** The instance is not registered, or not by this process. */
    RegistryException unknown(String operation, String reason) {
        return failures.failed(Kind.NOT_FOUND, operation, reason);
    }

    /** A list is empty because the token may not read its entries. */
    RegistryException hidden(String operation) {
        return failures.failed(Kind.UNAUTHORIZED, operation, "the token may not read its entries");
    }

    /** This client is closed. */
    RegistryException closed(String operation) {
        return failures.closed(operation);
    }

    /** There was no response, or one that cannot be parsed. Another attempt may succeed. */
    RegistryException broken(String operation, Throwable cause) {
        return failures.broken(operation, cause);
    }
}
