package io.rollcall.spring;

import io.rollcall.registration.Registration;

/**
 * Published when this application has begun to register. The registry may not have acknowledged it yet.
 *
 * @param registration tells how far it is
 */
public record RegistrationStarted(Registration registration) {}
