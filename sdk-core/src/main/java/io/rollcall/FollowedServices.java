package io.rollcall;

import io.rollcall.discovery.Discovery;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceSnapshot;
import java.util.function.Consumer;

/** What the discovery cache needs of a process for the services that it follows, and what it tells it. Threadsafe. */
final class FollowedServices implements Discovery.Services {
    private final FleetBalancers balancers;
    private final SdkListener listener;
    private final Consumer<String> whenForgotten;

    /** @param whenForgotten comes first: who asks for the service again gets a new one */
    FollowedServices(FleetBalancers balancers, SdkListener listener, Consumer<String> whenForgotten) {
        this.balancers = balancers;
        this.listener = listener;
        this.whenForgotten = whenForgotten;
    }

    @Override
    public LoadBalancer balancer(String service) {
        return balancers.of(service);
    }

    @Override
    public void forgotten(String service) {
        whenForgotten.accept(service);
        listener.serviceForgotten(service);
        balancers.forgotten(service);
    }

    @Override
    public void changed(ServiceSnapshot before, ServiceSnapshot after) {
        balancers.changed(after);
        listener.serviceChanged(ServiceChange.between(before, after));
    }

    @Override
    public void refreshed(ServiceSnapshot snapshot) {
        listener.serviceRefreshed(snapshot);
    }

    @Override
    public void watched(boolean connected) {
        listener.watchChanged(connected);
    }
}
