/** Policies of the load balancer, read from YAML or JSON. */
module io.rollcall.rules {
    requires transitive io.rollcall.loadbalancer;
    requires org.snakeyaml.engine;

    exports io.rollcall.rules;
}
