package io.rollcall.event;

import io.rollcall.registration.Registration;
import java.time.Duration;

/**
 * A request that keeps a lease is overdue by more than a third of the TTL.
 *
 * @param registration whose lease
 * @param overdue the delay when it was found
 * @since 0.1
 */
public record HeartbeatOverdueEvent(Registration registration, Duration overdue) {}
