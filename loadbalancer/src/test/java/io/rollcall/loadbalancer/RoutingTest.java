package io.rollcall.loadbalancer;

import static io.rollcall.loadbalancer.route.RequestMatch.attribute;
import static io.rollcall.loadbalancer.route.Subset.env;
import static io.rollcall.loadbalancer.route.Subset.version;
import static io.rollcall.loadbalancer.route.Subset.zone;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final RequestContext CANARY = RequestContext.of("X-Canary", "true");
    private static final ServiceInstance OLD =
            Fleet.instance("old").version("1.4.0").env("prod").zone("a").build();
    private static final ServiceInstance NEW =
            Fleet.instance("new").version("2.0.0").env("prod").zone("b").build();
    private static final ServiceInstance STAGING =
            Fleet.instance("staging").version("3.0.0").env("staging").zone("a").build();
    private static final List<ServiceInstance> ALL = List.of(OLD, NEW, STAGING);

    private static Set<String> reached(ServicePolicy.Builder policy, RequestContext request) {
        return reached(Balancers.of(policy, ALL), request);
    }

    private static Set<String> reached(LoadBalancer balancer, RequestContext request) {
        return IntStream.range(0, 50)
                .mapToObj(i -> balancer.choose(request).id())
                .collect(Collectors.toSet());
    }

    private static ServicePolicy.Builder route(Route route) {
        return ServicePolicy.builder().route(route);
    }

    private static Route canary(String range) {
        return Route.when(attribute("x-canary").is("true")).to(version(range));
    }

    @Test
    void theFirstRouteThatMatchesARequestDecides() {
        ServicePolicy.Builder policy = route(canary("2.x")).route(Route.to(version("1.x")));

        assertThat(reached(policy, CANARY)).containsExactly("new");
        assertThat(reached(policy, RequestContext.empty())).containsExactly("old");
    }

    @Test
    void whatNoRouteMatchesGoesToAny() {
        assertThat(reached(route(canary("2.x")), RequestContext.empty())).hasSize(3);
    }

    @Test
    void whatIsRequiredHoldsForEveryRoute() {
        ServicePolicy.Builder policy = route(canary("3.x")).require(env("prod"));

        assertThat(reached(policy, CANARY)).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void whatIsPreferredHoldsWhereThereIsAny() {
        assertThat(reached(ServicePolicy.builder().prefer(zone("b")), CANARY)).containsExactly("new");
        assertThat(reached(ServicePolicy.builder().prefer(zone("c")), CANARY)).hasSize(3);
        assertThat(reached(ServicePolicy.builder().prefer(zone("c")).prefer(env("prod")), CANARY))
                .containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void aRouteWithoutAnInstanceFallsBackInOrder() {
        Route route =
                canary("9.x").orElse(version("8.x")).orElse(version("2.x")).orElse(version("1.x"));

        assertThat(reached(route(route), CANARY)).containsExactly("new");
    }

    @Test
    void withoutAFallbackTheNextRouteIsTried() {
        assertThat(reached(route(canary("9.x")).route(canary("1.x")), CANARY)).containsExactly("old");
        assertThat(reached(route(canary("9.x")), CANARY)).hasSize(3);
    }

    @Test
    void aStrictRouteFailsRatherThanGoElsewhere() {
        LoadBalancer balancer = Balancers.of(route(canary("9.x").strict()).route(canary("1.x")), ALL);

        assertThatThrownBy(() -> balancer.choose(CANARY))
                .isInstanceOf(NoInstanceException.class)
                .hasMessageContaining("version 9.x")
                .hasMessageContaining("change the policy");
        assertThat(reached(balancer, RequestContext.empty())).hasSize(3);
    }

    @Test
    void aStrictRouteMayStillHaveItsOwnFallbacks() {
        Route route = canary("9.x").orElse(version("1.x")).strict();

        assertThat(reached(route(route), CANARY)).containsExactly("old");
    }

    @Test
    void aShareWithoutInstancesGoesToTheOthersUnlessStrict() {
        Route split = Route.split().add(50, version("1.x")).add(50, version("9.x"));
        LoadBalancer strict = Balancers.of(route(split.strict()), ALL);

        assertThat(reached(route(split), CANARY)).containsExactly("old");
        assertThat(IntStream.range(0, 100).filter(i -> fails(strict)).count()).isEqualTo(50);
    }

    private static boolean fails(LoadBalancer balancer) {
        try {
            balancer.choose();
            return false;
        } catch (NoInstanceException e) {
            return true;
        }
    }

    @Test
    void anInstanceThatComesUpIsRoutedTo() {
        ServiceInstance starting =
                NEW.toBuilder().status(InstanceStatus.STARTING).build();
        LoadBalancer balancer = Balancers.of(route(canary("2.x")), List.of(OLD, starting));
        assertThat(reached(balancer, CANARY)).containsExactly("old");

        balancer.update(List.of(OLD, NEW));
        assertThat(reached(balancer, CANARY)).containsExactly("new");
    }

    @Test
    void policiesSwapWithoutAffectingCallsInFlight() {
        LoadBalancer balancer = Balancers.of(ServicePolicy.builder(), ALL);
        Selection before = balancer.select(CANARY);
        balancer.policy(route(canary("2.x")).build());

        assertThat(reached(balancer, CANARY)).containsExactly("new");
        assertThat(balancer.policy().routes()).hasSize(1);
        before.succeeded();
    }
}
