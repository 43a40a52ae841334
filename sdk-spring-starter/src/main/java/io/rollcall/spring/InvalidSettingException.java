package io.rollcall.spring;

/**
 * The application cannot start as it is configured. Spring Boot reports it by {@link InvalidSettingFailureAnalyzer}:
 * the problem, where the property stands, and what to do.
 */
final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String property;
    private final String nextStep;

    /**
     * @param property the property that is to blame or that is missing
     * @param problem what is wrong with it
     * @param nextStep what to do
     */
    InvalidSettingException(String property, String problem, String nextStep) {
        super(property + ": " + problem);
        this.property = property;
        this.nextStep = nextStep;
    }

    /** What the SDK refused, as {@code name: value (expected: rule)}, under the name that the user knows. */
    InvalidSettingException(String property, IllegalArgumentException refusal) {
        this(property, refusal, "Correct " + property + ".");
    }

    /** The same, with something better to do than to correct it. */
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
