package io.rollcall.spring;

import io.rollcall.registration.Registration;

/**
 * Published when this application has started to register. The registry may not have acknowledged it yet.
 *
 * @param registration the registration
 * @since 0.1
 */
public record RegistrationStarted(Registration registration) {}
