package io.rollcall.loadbalancer;

import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Instances of one service for tests, and what becomes of calls to them. */
final class Fleet {
    private Fleet() {}

    static ServiceInstance.Builder instance(String id) {
        return ServiceInstance.named("user-service").id(id).host("10.0.0.1").port(8080);
    }

    /** {@code count} instances u-1, u-2, … */
    static List<ServiceInstance> of(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> instance("u-" + i).build())
                .toList();
    }

    /** {@code count} instances of one zone, named after it. */
    static List<ServiceInstance> in(String zone, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> instance(zone + "-" + i).zone(zone).build())
                .toList();
    }

    /** How often each instance is chosen in {@code picks} picks. */
    static Map<String, Integer> shares(LoadBalancer balancer, int picks) {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < picks; i++) {
            shares.merge(balancer.choose(RequestContext.empty()).id(), 1, Integer::sum);
        }
        return shares;
    }
}
