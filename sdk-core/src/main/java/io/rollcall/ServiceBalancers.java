package io.rollcall;

import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.event.ServiceForgottenEvent;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One balancer for each followed service. Each gets the instances of this process's own service, which are the callers
 * that share every other service.
 *
 * <p><b>Concurrency.</b> Threadsafe. A balancer is put into the map before it gets the fleet, and the fleet is set
 * before the balancers in the map get it: in a race a balancer gets it twice rather than never.
 */
final class ServiceBalancers implements RollcallListener {
    private final Function<String, LoadBalancer> factory;
    private final @Nullable String ownService;
    private final Map<String, LoadBalancer> all = new ConcurrentHashMap<>();
    private volatile List<ServiceInstance> fleet = List.of();

    /** @param ownService the service that this process is an instance of, or null if none was declared */
    ServiceBalancers(Function<String, LoadBalancer> factory, @Nullable String ownService) {
        this.factory = factory;
        this.ownService = ownService;
    }

    LoadBalancer of(String service) {
        LoadBalancer balancer = all.computeIfAbsent(service, factory);
        balancer.callers(fleet);
        return balancer;
    }

    @Override
    public void onServiceChanged(ServiceChangedEvent event) {
        if (event.service().equals(ownService)) {
            fleet = event.after().instances();
            all.values().forEach(balancer -> balancer.callers(fleet));
        }
    }

    @Override
    public void onServiceForgotten(ServiceForgottenEvent event) {
        all.remove(event.service());
    }
}
