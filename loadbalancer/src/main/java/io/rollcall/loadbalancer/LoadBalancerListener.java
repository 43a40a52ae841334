package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.strategy.Outcome;
import io.rollcall.model.ServiceInstance;

/**
 * Hears what a balancer does. Called on the thread where it happens, some of it under the balancer's lock: must be
 * quick, must not call the balancer and must not throw, because an exception would reach whoever made the call. Every
 * method does nothing by default.
 */
public interface LoadBalancerListener {
    /** Hears nothing, at no cost. */
    LoadBalancerListener NONE = new LoadBalancerListener() {};

    /** {@code instance} was selected for a call. */
    default void selected(ServiceInstance instance) {}

    /** There was no instance to select for a call, which fails. */
    default void missed() {}

    /** A call to {@code instance} ended: its response and that response's body, if it has one, are through. */
    default void finished(ServiceInstance instance, Outcome outcome) {}

    /** {@code instance} was taken out for {@code millis} because of {@code reason}. */
    default void ejected(ServiceInstance instance, String reason, long millis) {}

    /** {@code instance} is back after an ejection. */
    default void returned(ServiceInstance instance) {}

    /** So many of the destination's instances are ejected that all are used. Told with each plan while it holds. */
    default void panicked(String destination, int healthy, int instances) {}

    /** A plan was compiled for {@code instances} instances of {@code service} at {@code revision}. */
    default void planned(String service, String strategy, long revision, int instances) {}
}
