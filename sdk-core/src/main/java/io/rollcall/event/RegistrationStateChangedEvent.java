package io.rollcall.event;

import io.rollcall.registration.Registration;

/**
 * A registration changed its state.
 *
 * @param registration the registration
 * @param before the previous state
 * @param after the new state
 * @since 0.1
 */
public record RegistrationStateChangedEvent(
        Registration registration, Registration.State before, Registration.State after) {}
