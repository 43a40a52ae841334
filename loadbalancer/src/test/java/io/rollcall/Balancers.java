package io.rollcall;

import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import io.rollcall.time.VirtualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Balancers with fixed chance and virtual time, and what they do over many requests. */
public final class Balancers {
    private Balancers() {}

    /** With this strategy, over these instances. */
    public static LoadBalancer of(Strategy strategy, List<ServiceInstance> instances) {
        return of(strategy, instances, new VirtualTime());
    }

    /** With this strategy, over these instances, at this time. */
    public static LoadBalancer of(Strategy strategy, List<ServiceInstance> instances, TimeSource time) {
        return of(ServicePolicy.builder().strategy(strategy), instances, time);
    }

    /** With this policy, over these instances. */
    public static LoadBalancer of(ServicePolicy.Builder policy, List<ServiceInstance> instances) {
        return of(policy, instances, new VirtualTime());
    }

    private static LoadBalancer of(ServicePolicy.Builder policy, List<ServiceInstance> instances, TimeSource time) {
        LoadBalancer balancer = LoadBalancer.builder(Fleet.SERVICE)
                .policy(policy.build())
                .randomness(Randomness.seeded(1))
                .clock(time)
                .build();
        balancer.update(instances);
        return balancer;
    }

    /** How often each instance is chosen, in the order of {@code instances}. */
    public static long[] counts(LoadBalancer balancer, List<ServiceInstance> instances, int requests) {
        Map<String, Integer> index = new HashMap<>();
        instances.forEach(instance -> index.put(instance.id(), index.size()));
        long[] counts = new long[instances.size()];
        for (int i = 0; i < requests; i++) {
            counts[index.get(balancer.choose().id())]++;
        }
        return counts;
    }

    /** How often each instance that is chosen at all is chosen, by id. */
    public static Map<String, Integer> shares(LoadBalancer balancer, int requests) {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            shares.merge(balancer.choose().id(), 1, Integer::sum);
        }
        return shares;
    }

    /** The id of the instance for each of the keys {@code k0}, {@code k1}, … */
    public static List<String> owners(LoadBalancer balancer, int keys) {
        List<String> owners = new ArrayList<>(keys);
        for (int i = 0; i < keys; i++) {
            owners.add(balancer.choose(RequestContext.keyed("k" + i)).id());
        }
        return owners;
    }

    /** Selections for {@code request} without an outcome. */
    public static List<Selection> begin(LoadBalancer balancer, RequestContext request, int calls) {
        List<Selection> begun = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            begun.add(balancer.select(request));
        }
        return begun;
    }
}
