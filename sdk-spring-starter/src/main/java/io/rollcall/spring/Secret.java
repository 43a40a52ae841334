package io.rollcall.spring;

/** A property that is never printed. Immutable. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** As Spring makes it of a property. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    String value() {
        return value;
    }

    /** Nothing of the value. */
    @Override
    public String toString() {
        return "…";
    }
}
