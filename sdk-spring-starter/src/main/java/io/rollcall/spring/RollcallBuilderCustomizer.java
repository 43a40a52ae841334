package io.rollcall.spring;

import io.rollcall.RollcallBuilder;

/**
 * Changes how the application's {@link io.rollcall.Rollcall} is built. All beans of this type are called, in their
 * order, after {@code rollcall.*} was applied.
 */
@FunctionalInterface
public interface RollcallBuilderCustomizer {

    /** Changes {@code builder}, which is not yet in use by anyone else. */
    void customize(RollcallBuilder builder);
}
