package io.rollcall.loadbalancer.event;

import io.rollcall.model.ServiceInstance;

/**
 * An ejected instance gets calls again.
 *
 * @param instance which one
 * @since 0.1
 */
public record InstanceReturnedEvent(ServiceInstance instance) {}
