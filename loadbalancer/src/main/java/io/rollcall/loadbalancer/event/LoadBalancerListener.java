package io.rollcall.loadbalancer.event;

import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;

/**
 * Receives the events of one load balancer. Every method does nothing by default.
 *
 * <p>Methods are called on the thread on which the event occurs, some under the balancer's lock: they must be quick,
 * threadsafe, must not call the balancer and must not throw, because an exception would reach the caller.
 *
 * <p>{@link #onSelected}, {@link #onFinished} and {@link #onNoInstance} are called with every call. They take objects
 * that exist anyway instead of an event, so that a listener adds no garbage to a call.
 *
 * @since 0.1
 */
public interface LoadBalancerListener {
    /** Ignores all events, at no cost. */
    LoadBalancerListener NONE = new LoadBalancerListener() {};

    /** {@code instance} was selected for a call. */
    default void onSelected(ServiceInstance instance) {}

    /** No instance of {@code service} could be selected for a call, which fails. */
    default void onNoInstance(String service) {}

    /** A call to {@code instance} ended: its response, and the response's body if it has one, are complete. */
    default void onFinished(ServiceInstance instance, Outcome outcome) {}

    /** An instance was ejected. */
    default void onEjected(InstanceEjectedEvent event) {}

    /** An ejected instance returned. */
    default void onReturned(InstanceReturnedEvent event) {}

    /** A destination is in panic: so many of its instances are ejected that all are used. Repeated with each plan. */
    default void onPanic(PanicEvent event) {}

    /** A plan was compiled. Follows the {@link #onPanic} events of the same plan. */
    default void onPlanCompiled(PlanCompiledEvent event) {}
}
