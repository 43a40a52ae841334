package io.rollcall.spring;

/**
 * A property that is never printed. Immutable.
 *
 * @since 0.1
 */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Called by Spring to convert a property. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    String value() {
        return value;
    }

    /** Hides the value. */
    @Override
    public String toString() {
        return "…";
    }
}
