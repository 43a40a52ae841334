package io.rollcall.event;

/**
 * A service is no longer followed.
 *
 * @param service its name
 * @since 0.1
 */
public record ServiceForgottenEvent(String service) {}
