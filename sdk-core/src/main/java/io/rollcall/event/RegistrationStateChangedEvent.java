package io.rollcall.event;

import io.rollcall.registration.Registration;

/**
 * A registration changed its state.
 *
 * @param registration which one
 * @param before the state that it left
 * @param after the state that it entered
 * @since 0.1
 */
public record RegistrationStateChangedEvent(
        Registration registration, Registration.State before, Registration.State after) {}
