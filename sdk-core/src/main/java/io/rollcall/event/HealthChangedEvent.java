package io.rollcall.event;

import io.rollcall.registration.Registration;

/**
 * The combined result of the health checks that one registration depends on changed.
 *
 * @param registration which one
 * @param healthy whether the instance may have traffic
 * @param reason names the checks that are not up, and why; empty if all are
 * @since 0.1
 */
public record HealthChangedEvent(Registration registration, boolean healthy, String reason) {}
