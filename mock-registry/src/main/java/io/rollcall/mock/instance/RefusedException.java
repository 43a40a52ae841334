package io.rollcall.mock.instance;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The registry did not do what was asked, and nothing has changed. The message names the value, its rule and what to
 * do.
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
        /** A value breaks its rule. */
        INVALID,
        /** The registry holds a newer generation of the instance. */
        OLDER_GENERATION,
        /** The registry holds as many instances as it may. */
        FULL
    }

    /**
     * A value that breaks its rule.
     *
     * @param field the field's name, as on the wire
     * @param value the value that was given; shown shortened, as printable text
     * @param rule what would have been right
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
     * An older process speaks for an instance that a newer one has taken over.
     *
     * @param generation the generation that was given
     * @param held the generation that the registry holds
     */
    public static RefusedException olderGeneration(long generation, long held) {
        return new RefusedException(
                Reason.OLDER_GENERATION,
                "generation",
                "at least " + held,
                "generation: " + generation + " (expected: at least " + held + ")",
                "A newer process holds this instance id: stop speaking for it.");
    }

    /**
     * There is no room for another instance.
     *
     * @param maximum how many instances the registry takes
     */
    public static RefusedException full(int maximum) {
        return new RefusedException(
                Reason.FULL,
                "instances",
                "at most " + maximum,
                "instances: " + maximum + " are registered (expected: at most " + maximum + ")",
                "Deregister instances that are not needed, or start the registry with a higher maximum.");
    }

    /** Why the registry refused. */
    public Reason reason() {
        return reason;
    }

    /** The field that is wrong, as named on the wire; null if no single one is. */
    public @Nullable String field() {
        return field;
    }

    /** What would have been right; null if the field has no rule of its own. */
    public @Nullable String rule() {
        return rule;
    }

    /** What the caller can do about it, as a sentence. */
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
