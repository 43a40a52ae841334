package io.rollcall.spring;

import io.rollcall.RollcallBuilder;

/**
 * Customizes the application's {@link io.rollcall.Rollcall}, for what properties cannot express. All beans of this type
 * are called, in their order, after {@code rollcall.*} was applied.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RollcallBuilderCustomizer {

    /** Customizes {@code builder}. */
    void customize(RollcallBuilder builder);
}
