package io.rollcall.spring;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One property on its way into the SDK, whose own checks decide; what they refuse is reported by property name. */
final class Setting {
    private Setting() {}

    /** Hands {@code value} to {@code setter} unless it was left out. */
    static <T> void apply(String property, @Nullable T value, Consumer<? super T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(property, e);
        }
    }
}
