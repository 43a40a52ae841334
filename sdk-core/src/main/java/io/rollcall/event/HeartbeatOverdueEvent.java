package io.rollcall.event;

import io.rollcall.registration.Registration;
import java.time.Duration;

/**
 * A heartbeat, or another request for a registration, is overdue by more than a third of the lease's TTL.
 *
 * @param registration the registration
 * @param overdue the delay when it was detected
 * @since 0.1
 */
public record HeartbeatOverdueEvent(Registration registration, Duration overdue) {}
