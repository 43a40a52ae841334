package io.rollcall.benchmarks.pick;

import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Round-robin behind a route: by a request's header, by zone, and by a 90/10 split. */
@State(Scope.Benchmark)
public class RoutedPicks {
    /** Which route. */
    @Param("canary")
    public String route = "";

    /** How many instances there are. */
    @Param("100")
    public int n;

    private LoadBalancer balancer = LoadBalancer.of(Fleet.SERVICE);
    private RequestContext request = RequestContext.empty();

    /** Compiles the plan. */
    @Setup
    public void compile() {
        ServicePolicy.Builder policy = ServicePolicy.builder().strategy("round-robin");
        switch (route) {
            case "canary" ->
                policy.route(Route.when(RequestMatch.attribute("x-canary").is("true"))
                        .to(Subset.version("2.x")));
            case "zone" -> policy.locality(Locality.in("zone-1"));
            case "split" ->
                policy.route(Route.split().add(90, Subset.version("1.x")).add(10, Subset.version("2.x")));
            default -> throw new IllegalArgumentException("route: " + route);
        }
        balancer = LoadBalancer.builder(Fleet.SERVICE).policy(policy.build()).build();
        balancer.update(Fleet.equal(n));
        request = RequestContext.of("x-canary", "true");
    }

    /** Chooses only. */
    @Benchmark
    public ServiceInstance choose() {
        return balancer.choose(request);
    }
}
