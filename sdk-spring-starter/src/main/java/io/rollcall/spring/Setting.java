package io.rollcall.spring;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes one property to the SDK, which validates it; a refusal is reported with the property's name. */
final class Setting {
    private Setting() {}

    /** Passes {@code value} to {@code setter} unless it is absent. */
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
