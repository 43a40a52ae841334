package io.rollcall.benchmarks.peers;

import com.netflix.loadbalancer.BaseLoadBalancer;
import com.netflix.loadbalancer.BestAvailableRule;
import com.netflix.loadbalancer.IRule;
import com.netflix.loadbalancer.RoundRobinRule;
import com.netflix.loadbalancer.Server;
import com.netflix.loadbalancer.WeightedResponseTimeRule;
import com.netflix.loadbalancer.ZoneAvoidanceRule;
import io.rollcall.benchmarks.pick.Fleet;
import java.util.ArrayList;
import java.util.List;

/** Ribbon, in maintenance since 2018 and still in use. */
final class RibbonPeer {
    private RibbonPeer() {}

    static Peer roundRobin(int n) {
        return of(new RoundRobinRule(), n);
    }

    static Peer bestAvailable(int n) {
        return of(new BestAvailableRule(), n);
    }

    static Peer zoneAvoidance(int n) {
        return of(new ZoneAvoidanceRule(), n);
    }

    /** Each server has its own response time, by which the rule weighs. */
    static Peer weightedResponseTime(int n) {
        return of(new WeightedResponseTimeRule(), n);
    }

    private static Peer of(IRule rule, int n) {
        BaseLoadBalancer balancer = new BaseLoadBalancer();
        List<Server> servers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Server server = new Server(Fleet.host(i), 8080);
            server.setAlive(true);
            server.setReadyToServe(true);
            server.setZone("zone-" + i % 3);
            servers.add(server);
        }
        balancer.setServersList(servers);
        for (int i = 0; i < n; i++) {
            balancer.getLoadBalancerStats().getSingleServerStat(servers.get(i)).noteResponseTime(1.0 + i % 10);
        }
        // Last, since a rule may look at the figures when it is set.
        balancer.setRule(rule);
        return () -> rule.choose(null);
    }
}
