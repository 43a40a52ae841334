package io.rollcall.benchmarks.peers;

import io.rollcall.benchmarks.pick.Fleet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultRequestContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.HintBasedServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.WeightedServiceInstanceListSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Spring Cloud LoadBalancer, used as its blocking client uses it: it blocks on the Mono of the choice. */
final class SpringPeer {
    private static final String HINT = "zone-1";

    private SpringPeer() {}

    static Peer roundRobin(int n) {
        return of(n, supplier -> supplier);
    }

    static Peer roundRobinCached(int n) {
        return of(n, SpringPeer::cached);
    }

    static Peer weighted(int n) {
        return of(n, supplier -> new WeightedServiceInstanceListSupplier(cached(supplier), SpringPeer::weight));
    }

    static Peer hint(int n) {
        return of(n, supplier -> new HintBasedServiceInstanceListSupplier(cached(supplier), new Properties()));
    }

    private static int weight(ServiceInstance instance) {
        Map<String, String> metadata = instance.getMetadata();
        return metadata == null ? 1 : Integer.parseInt(metadata.getOrDefault("weight", "1"));
    }

    private static ServiceInstanceListSupplier cached(ServiceInstanceListSupplier supplier) {
        return new CachingServiceInstanceListSupplier(
                supplier,
                new ConcurrentMapCacheManager(CachingServiceInstanceListSupplier.SERVICE_INSTANCE_CACHE_NAME));
    }

    private static Peer of(int n, UnaryOperator<ServiceInstanceListSupplier> decorated) {
        List<ServiceInstance> instances =
                IntStream.range(0, n).mapToObj(SpringPeer::instance).toList();
        ServiceInstanceListSupplier supplier = decorated.apply(new Fixed(instances));
        RoundRobinLoadBalancer balancer = new RoundRobinLoadBalancer(new Only(supplier), Fleet.SERVICE);
        Request<?> request = new DefaultRequest<>(new DefaultRequestContext(null, HINT));
        return () -> Objects.requireNonNull(Mono.from(balancer.choose(request)).block());
    }

    private static ServiceInstance instance(int i) {
        return new DefaultServiceInstance(
                "u-" + i,
                Fleet.SERVICE,
                Fleet.host(i),
                8080,
                false,
                Map.of("weight", Integer.toString(Fleet.weight(i)), "hint", "zone-" + i % 3));
    }

    private record Fixed(List<ServiceInstance> instances) implements ServiceInstanceListSupplier {
        @Override
        public String getServiceId() {
            return Fleet.SERVICE;
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.just(instances);
        }
    }

    private record Only(ServiceInstanceListSupplier supplier) implements ObjectProvider<ServiceInstanceListSupplier> {
        @Override
        public ServiceInstanceListSupplier getObject() {
            return supplier;
        }
    }

    /** Default properties, and no beans. */
    private static final class Properties implements ReactiveLoadBalancer.Factory<ServiceInstance> {
        private final LoadBalancerProperties properties = new LoadBalancerProperties();

        @Override
        public LoadBalancerProperties getProperties(String serviceId) {
            return properties;
        }

        @Override
        public ReactiveLoadBalancer<ServiceInstance> getInstance(String serviceId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <X> Map<String, X> getInstances(String name, Class<X> type) {
            return Map.of();
        }

        @Override
        public <X> X getInstance(String name, Class<?> type, Class<?>... generics) {
            throw new UnsupportedOperationException();
        }
    }
}
