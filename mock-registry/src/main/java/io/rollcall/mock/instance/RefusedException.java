package io.rollcall.mock.instance;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The registry refused a request, and nothing has changed. The message has the form {@code field: value (expected:
 * rule)}.
 *
 * @since 0.1
 */
public final class RefusedException extends RuntimeException {
    private static final int SHOWN = 64;

    private final Reason reason;
    private final @Nullable String field;
    private final @Nullable String rule;
    private final String action;

    private RefusedException(
            Reason reason, @Nullable String field, @Nullable String rule, String detail, String action) {
        super(detail);
        this.reason = Objects.requireNonNull(reason);
        this.field = field;
        this.rule = rule;
        this.action = action;
    }

    /** Why the registry refused. */
    public enum Reason {
        /** A value violates its rule. */
        INVALID,
        /** A newer generation of the instance is registered. */
        OLDER_GENERATION,
        /** There is no room for another instance. */
        FULL
    }

    /**
     * A value that violates its rule.
     *
     * @param field the field's name, as on the wire
     * @param value the given value; shown shortened, as printable text
     * @param rule what is expected
     */
    public static RefusedException invalid(String field, @Nullable Object value, String rule) {
        return new RefusedException(
                Reason.INVALID,
                field,
                rule,
                field + ": " + shown(value) + " (expected: " + rule + ")",
                "Correct " + field + " and send the request again.");
    }

    /**
     * An older process sends a request for an instance that a newer one has taken over.
     *
     * @param generation the given generation
     * @param registered the registered generation
     */
    public static RefusedException olderGeneration(long generation, long registered) {
        return new RefusedException(
                Reason.OLDER_GENERATION,
                "generation",
                "at least " + registered,
                "generation: " + generation + " (expected: at least " + registered + ")",
                "A newer process owns this instance id: stop sending requests for it.");
    }

    /**
     * There is no room for another instance.
     *
     * @param maximum the most instances that the registry accepts
     */
    public static RefusedException full(int maximum) {
        return new RefusedException(
                Reason.FULL,
                "instances",
                "at most " + maximum,
                "instances: " + maximum + " are registered (expected: at most " + maximum + ")",
                "Deregister instances that are not needed, or start the registry with a higher maximum.");
    }

    /**
     * There is no memory for another instance.
     *
     * @param maximum how many bytes the registry takes
     */
    public static RefusedException outOfMemory(long maximum) {
        return new RefusedException(
                Reason.FULL,
                "instances",
                "at most " + maximum + " bytes",
                "instances: all of " + maximum + " bytes are used (expected: at most " + maximum + " bytes)",
                "Deregister instances or send less metadata, or start the registry with a larger heap.");
    }

    /**
     * The list of a service would be larger than clients read.
     *
     * @param service the service's name
     * @param maximum how many bytes the list may have
     */
    public static RefusedException serviceFull(String service, long maximum) {
        return new RefusedException(
                Reason.FULL,
                "serviceName",
                "at most " + maximum + " bytes of instances",
                "serviceName: the list of " + service + " is full (expected: at most " + maximum
                        + " bytes of instances)",
                "Deregister instances of the service, or send less metadata.");
    }

    /** Why the registry refused. */
    public Reason reason() {
        return reason;
    }

    /** The field that is wrong, as on the wire; null if it is not a single one. */
    public @Nullable String field() {
        return field;
    }

    /** What is expected; null if the field has no rule of its own. */
    public @Nullable String rule() {
        return rule;
    }

    /** What the client can do about it, as a sentence. */
    public String action() {
        return action;
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "missing";
        }
        String text = value.toString();
        String start = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        String printable = start.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return printable.isBlank() ? "'" + printable + "'" : printable;
    }
}
