package io.rollcall.internal.http;

import io.rollcall.loadbalancer.LoadBalancer;

/** Finds the balancer of a service. */
@FunctionalInterface
public interface Balancers {

    /** The balancer of {@code service}; the first time, this may wait until something is known of it. */
    LoadBalancer of(String service);
}
