package io.rollcall.benchmarks.peers;

import io.rollcall.benchmarks.pick.Fleet;
import io.smallrye.stork.api.LoadBalancer;
import io.smallrye.stork.api.ServiceInstance;
import io.smallrye.stork.impl.DefaultServiceInstance;
import io.smallrye.stork.impl.RoundRobinLoadBalancer;
import io.smallrye.stork.loadbalancer.leastresponsetime.LeastResponseTimeConfiguration;
import io.smallrye.stork.loadbalancer.leastresponsetime.LeastResponseTimeLoadBalancer;
import io.smallrye.stork.loadbalancer.poweroftwochoices.PowerOfTwoChoicesConfiguration;
import io.smallrye.stork.loadbalancer.poweroftwochoices.PowerOfTwoChoicesLoadBalancerProvider;
import io.smallrye.stork.loadbalancer.random.RandomConfiguration;
import io.smallrye.stork.loadbalancer.random.RandomLoadBalancerProvider;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SmallRye Stork. Where it counts calls, the whole call is measured, because the pick alone would leave it in flight.
 */
final class StorkPeer {
    private StorkPeer() {}

    static Peer roundRobin(int n) {
        return pick(new RoundRobinLoadBalancer(), n);
    }

    @SuppressWarnings("NullAway") // the discovery is not used
    static Peer random(int n) {
        return pick(new RandomLoadBalancerProvider().createLoadBalancer(new RandomConfiguration(), null), n);
    }

    @SuppressWarnings("NullAway") // the discovery is not used
    static Peer powerOfTwoChoices(int n) {
        return call(
                new PowerOfTwoChoicesLoadBalancerProvider()
                        .createLoadBalancer(new PowerOfTwoChoicesConfiguration(), null),
                n);
    }

    static Peer leastResponseTime(int n) {
        return call(new LeastResponseTimeLoadBalancer(new LeastResponseTimeConfiguration()), n);
    }

    private static Peer pick(LoadBalancer balancer, int n) {
        List<ServiceInstance> instances = instances(n);
        return () -> balancer.selectServiceInstance(instances);
    }

    @SuppressWarnings("NullAway") // Stork reports a success as null
    private static Peer call(LoadBalancer balancer, int n) {
        List<ServiceInstance> instances = instances(n);
        return () -> {
            ServiceInstance picked = balancer.selectServiceInstance(instances);
            if (picked.gatherStatistics()) {
                picked.recordStart(true);
                picked.recordReply();
                picked.recordEnd(null);
            }
            return picked;
        };
    }

    private static List<ServiceInstance> instances(int n) {
        return IntStream.range(0, n)
                .<ServiceInstance>mapToObj(i -> new DefaultServiceInstance(i, Fleet.host(i), 8080, false))
                .toList();
    }
}
