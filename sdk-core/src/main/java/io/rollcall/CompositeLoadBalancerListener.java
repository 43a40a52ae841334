package io.rollcall;

import io.rollcall.loadbalancer.event.InstanceEjectedEvent;
import io.rollcall.loadbalancer.event.InstanceReturnedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PanicEvent;
import io.rollcall.loadbalancer.event.PlanCompiledEvent;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Several listeners of one balancer as one that never throws. Allocates nothing. Threadsafe. */
record CompositeLoadBalancerListener(List<LoadBalancerListener> all) implements LoadBalancerListener {
    /** By the ordinal of the outcome. */
    private static final List<BiConsumer<LoadBalancerListener, ServiceInstance>> FINISHED = Stream.of(Outcome.values())
            .map(CompositeLoadBalancerListener::finishedWith)
            .toList();

    private static BiConsumer<LoadBalancerListener, ServiceInstance> finishedWith(Outcome outcome) {
        return (listener, instance) -> listener.onFinished(instance, outcome);
    }

    @Override
    public void onSelected(ServiceInstance instance) {
        CompositeListener.each(all, instance, LoadBalancerListener::onSelected);
    }

    @Override
    public void onNoInstance(String service) {
        CompositeListener.each(all, service, LoadBalancerListener::onNoInstance);
    }

    @Override
    public void onFinished(ServiceInstance instance, Outcome outcome) {
        CompositeListener.each(all, instance, FINISHED.get(outcome.ordinal()));
    }

    @Override
    public void onEjected(InstanceEjectedEvent event) {
        CompositeListener.each(all, event, LoadBalancerListener::onEjected);
    }

    @Override
    public void onReturned(InstanceReturnedEvent event) {
        CompositeListener.each(all, event, LoadBalancerListener::onReturned);
    }

    @Override
    public void onPanic(PanicEvent event) {
        CompositeListener.each(all, event, LoadBalancerListener::onPanic);
    }

    @Override
    public void onPlanCompiled(PlanCompiledEvent event) {
        CompositeListener.each(all, event, LoadBalancerListener::onPlanCompiled);
    }
}
