package io.rollcall.spring;

/**
 * The application cannot start as it is configured. {@link InvalidSettingFailureAnalyzer} reports the problem, where
 * the property is set, and what to do.
 */
final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final String nextStep;

    /**
     * @param property the property that is wrong or missing
     * @param problem what is wrong with it
     * @param nextStep what to do
     */
    InvalidSettingException(String property, String problem, String nextStep) {
        super(property + ": " + problem);
        this.property = property;
        this.nextStep = nextStep;
    }

    /** A refusal of the SDK, {@code name: value (expected: rule)}, with the property in place of its name. */
    InvalidSettingException(String property, IllegalArgumentException refusal) {
        this(property, refusal, "Correct " + property + ".");
    }

    /** A refusal of the SDK with another next step than to correct the property. */
    InvalidSettingException(String property, IllegalArgumentException refusal, String nextStep) {
        this(property, withoutName(String.valueOf(refusal.getMessage())), nextStep);
        initCause(refusal);
    }

    private static String withoutName(String refusal) {
        int colon = refusal.indexOf(": ");
        return colon < 0 ? refusal : refusal.substring(colon + 2);
    }

    String property() {
        return property;
    }

    String nextStep() {
        return nextStep;
    }
}
