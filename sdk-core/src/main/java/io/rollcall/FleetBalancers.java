package io.rollcall;

import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One balancer for each service that is followed, and what all of them know of their callers: the instances of this
 * process's own service.
 *
 * <p><em>Concurrency:</em> threadsafe. A balancer is put into the map before it is told of the fleet, and the fleet is
 * set before those in the map are told: whoever comes between is told twice rather than never.
 */
final class FleetBalancers {
    private final Function<String, LoadBalancer> make;
    private final @Nullable String ownService;
    private final Map<String, LoadBalancer> all = new ConcurrentHashMap<>();
    private volatile List<ServiceInstance> fleet = List.of();

    /** @param ownService the service that this process is an instance of, or null if that is not said */
    FleetBalancers(Function<String, LoadBalancer> make, @Nullable String ownService) {
        this.make = make;
        this.ownService = ownService;
    }

    LoadBalancer of(String service) {
        LoadBalancer balancer = all.computeIfAbsent(service, make);
        balancer.callers(fleet);
        return balancer;
    }

    void changed(ServiceSnapshot now) {
        if (now.service().equals(ownService)) {
            fleet = now.instances();
            all.values().forEach(balancer -> balancer.callers(fleet));
        }
    }

    void forgotten(String service) {
        all.remove(service);
    }
}
