package io.rollcall.event;

import io.rollcall.registration.Registration;

/**
 * The combined result of the health checks that one registration depends on changed.
 *
 * @param registration the registration
 * @param healthy whether the instance may have traffic
 * @param reason the checks that are not up, each with its reason; empty if all are up
 * @since 0.1
 */
public record HealthChangedEvent(Registration registration, boolean healthy, String reason) {}
