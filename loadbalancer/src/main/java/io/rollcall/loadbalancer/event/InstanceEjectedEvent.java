package io.rollcall.loadbalancer.event;

import io.rollcall.model.ServiceInstance;
import java.time.Duration;

/**
 * An instance was ejected: it gets no calls for a while.
 *
 * @param instance which one
 * @param reason why: {@code 5 consecutive failures}
 * @param duration for how long, unless the policy changes
 * @since 0.1
 */
public record InstanceEjectedEvent(ServiceInstance instance, String reason, Duration duration) {}
