package io.rollcall.spring.cloud;

import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** Spring Cloud's blocking discovery client. Threadsafe. */
final class RollcallDiscoveryClient implements DiscoveryClient {
    private final CloudServices services;
    private final int order;

    RollcallDiscoveryClient(CloudServices services, int order) {
        this.services = services;
        this.order = order;
    }

    @Override
    public String description() {
        return "Rollcall";
    }

    @Override
    public List<ServiceInstance> getInstances(String serviceId) {
        return List.copyOf(services.instances(serviceId));
    }

    @Override
    public List<String> getServices() {
        return services.names();
    }

    @Override
    public void probe() {
        services.names();
    }

    @Override
    public int getOrder() {
        return order;
    }
}
