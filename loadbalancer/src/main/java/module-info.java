/** The load balancer and the model of services: no dependency but annotations and SemVer. */
module io.rollcall.loadbalancer {
    requires transitive org.jspecify;
    requires org.semver4j;

    exports io.rollcall.model;
    exports io.rollcall.random;
    exports io.rollcall.time;
    exports io.rollcall.loadbalancer;
    exports io.rollcall.loadbalancer.event;
    exports io.rollcall.loadbalancer.policy;
    exports io.rollcall.loadbalancer.route;
    exports io.rollcall.loadbalancer.strategy;

    uses io.rollcall.loadbalancer.strategy.Strategy;
}
