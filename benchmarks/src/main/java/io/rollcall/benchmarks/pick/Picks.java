package io.rollcall.benchmarks.pick;

import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.Selection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A pick through the public API, for each strategy: without and with the call's outcome. */
@State(Scope.Benchmark)
public class Picks {
    private static final int CALLS_BEFORE = 10;

    /** The strategy's name. */
    @Param("round-robin")
    public String strategy = "";

    /** How many instances there are. */
    @Param("100")
    public int n;

    private LoadBalancer balancer = LoadBalancer.of(Fleet.SERVICE);

    /** Compiles the plan and makes some calls, so that latencies are known. Weighted strategies get unequal weights. */
    @Setup
    public void compile() {
        balancer = LoadBalancer.builder(Fleet.SERVICE)
                .policy(ServicePolicy.builder().strategy(strategy).build())
                .build();
        balancer.update(strategy.contains("weighted") ? Fleet.weighted(n) : Fleet.equal(n));
        for (int i = 0; i < CALLS_BEFORE * n; i++) {
            select();
        }
    }

    /** Chooses only. */
    @Benchmark
    public ServiceInstance choose() {
        return balancer.choose();
    }

    /** Chooses, counts the call as in flight and reports its outcome. */
    @Benchmark
    public ServiceInstance select() {
        Selection selection = balancer.select(RequestContext.empty());
        selection.succeeded();
        return selection.instance();
    }
}
