package io.rollcall.spring.cloud;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Spring Cloud's reactive discovery client: no subscriber's thread waits for the registry. Threadsafe. */
final class RollcallReactiveDiscoveryClient implements ReactiveDiscoveryClient {
    private final CloudServices services;
    private final int order;

    RollcallReactiveDiscoveryClient(CloudServices services, int order) {
        this.services = services;
        this.order = order;
    }

    @Override
    public String description() {
        return "Rollcall";
    }

    @Override
    public Flux<ServiceInstance> getInstances(String serviceId) {
        return Mono.fromCompletionStage(() -> services.whenKnown(serviceId)).flatMapIterable(instances -> instances);
    }

    @Override
    public Flux<String> getServices() {
        return Mono.fromCallable(services::names)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMapIterable(names -> names);
    }

    @Override
    public Mono<Void> reactiveProbe() {
        return getServices().then();
    }

    @Override
    public int getOrder() {
        return order;
    }
}
