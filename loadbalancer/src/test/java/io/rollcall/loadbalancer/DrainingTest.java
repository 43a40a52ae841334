package io.rollcall.loadbalancer;

import static io.rollcall.loadbalancer.route.Subset.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When only draining and starting instances are left. */
class DrainingTest {
    private static final ServiceInstance DRAINING = Fleet.instance("draining")
            .version("2.0.0")
            .status(InstanceStatus.DRAINING)
            .build();
    private static final ServiceInstance STARTING =
            Fleet.instance("starting").status(InstanceStatus.STARTING).build();
    private static final ServiceInstance UP =
            Fleet.instance("up").version("1.0.0").build();

    @Test
    @DisplayName("F53 a draining instance beats none")
    void aDrainingInstanceBeatsNone() {
        LoadBalancer balancer = Balancers.of(ServicePolicy.builder(), List.of(DRAINING, STARTING));

        assertThat(Balancers.shares(balancer, 20)).containsOnlyKeys("draining");
        assertThat(balancer.explain(RequestContext.empty()).toString())
                .contains("none is up: draining, weight > 0")
                .contains("left out: starting STARTING");
    }

    @Test
    @DisplayName("F53 an instance that is up beats a draining one")
    void anInstanceThatIsUpBeatsADrainingOne() {
        LoadBalancer balancer = Balancers.of(ServicePolicy.builder(), List.of(DRAINING, UP));

        assertThat(Balancers.shares(balancer, 20)).containsOnlyKeys("up");
    }

    @Test
    @DisplayName("F53 as soon as one is up, it takes all calls")
    void asSoonAsOneIsUpItTakesAll() {
        LoadBalancer balancer = Balancers.of(ServicePolicy.builder(), List.of(DRAINING, STARTING));

        balancer.update(
                List.of(DRAINING, STARTING.toBuilder().status(InstanceStatus.UP).build()));

        assertThat(Balancers.shares(balancer, 20)).containsOnlyKeys("starting");
    }

    @Test
    @DisplayName("F53 a route gives way to another destination before it uses a draining instance")
    void aRouteGivesWayBeforeItUsesADrainingInstance() {
        Route route = Route.to(version("2.x"));

        assertThat(Balancers.of(ServicePolicy.builder().route(route), List.of(DRAINING, UP))
                        .choose()
                        .id())
                .isEqualTo("up");
        assertThat(Balancers.of(ServicePolicy.builder().route(route.strict()), List.of(DRAINING, UP))
                        .choose()
                        .id())
                .isEqualTo("draining");
    }

    @Test
    @DisplayName("F53 a policy can do without")
    void aPolicyCanDoWithout() {
        LoadBalancer balancer = Balancers.of(ServicePolicy.builder().drainingAsLastResort(false), List.of(DRAINING));

        assertThatThrownBy(balancer::choose)
                .isInstanceOf(NoInstanceException.class)
                .hasMessageContaining("draining DRAINING");
    }

    @Test
    @DisplayName("F53 weight 0 is no new traffic, draining or not")
    void weight0IsNoNewTraffic() {
        LoadBalancer balancer = Balancers.of(
                ServicePolicy.builder(), List.of(DRAINING.toBuilder().weight(0).build()));

        assertThatThrownBy(balancer::choose)
                .isInstanceOf(NoInstanceException.class)
                .hasMessageContaining("weight 0");
    }
}
