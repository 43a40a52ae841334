package io.rollcall.event;

import io.rollcall.registration.Registration;

/**
 * A registration was added.
 *
 * @param registration the registration
 * @since 0.1
 */
public record RegistrationAddedEvent(Registration registration) {}
