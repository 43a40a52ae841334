package io.rollcall.loadbalancer;

import static io.rollcall.loadbalancer.route.Subset.version;
import static io.rollcall.loadbalancer.route.Subset.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PanicEvent;
import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.time.VirtualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of calls whose destination, or preferred zone, does not respond. */
class DeadDestinationTest {
    private static final ServiceInstance V2 =
            Fleet.instance("v2").version("2.0.0").build();
    private static final List<ServiceInstance> THREE_V1 = IntStream.range(0, 3)
            .mapToObj(i -> Fleet.instance("v1-" + i).version("1.0.0").build())
            .toList();
    private static final List<ServiceInstance> BOTH = with(THREE_V1, V2);

    private final List<PanicEvent> panics = new ArrayList<>();
    private final Map<String, Integer> attempts = new HashMap<>();

    @Test
    @DisplayName("F45 a dead destination gives way to its fallback")
    void aDeadDestinationGivesWayToItsFallback() {
        LoadBalancer balancer = balancer(Route.to(version("2.x")).orElse(version("1.x")), BOTH);

        assertThat(succeeded(balancer, Set.of("v2"), 100)).isEqualTo(100);
        assertThat(attempts.get("v2")).isEqualTo(2);
        assertThat(panics).isEmpty();
    }

    @Test
    @DisplayName("F45 so it does without a retry, once it is ejected")
    void onceEjectedNoRetryIsNeeded() {
        LoadBalancer balancer = balancer(Route.to(version("2.x")).orElse(version("1.x")), BOTH);

        assertThat(succeeded(balancer, Set.of("v2"), 100, 1, i -> RequestContext.empty()))
                .isEqualTo(98);
    }

    @Test
    @DisplayName("F45 the dead share of a split goes to the live one")
    void theDeadShareOfASplitGoesToTheLiveOne() {
        ServiceInstance v1 = THREE_V1.get(0);
        LoadBalancer balancer =
                balancer(Route.split().add(10, version("2.x")).add(90, version("1.x")), List.of(v1, V2));

        assertThat(succeeded(balancer, Set.of(v1.id()), 100)).isEqualTo(100);
    }

    @Test
    @DisplayName("F45 users that stick to a dead destination go to the live one, and the others stay")
    void usersOfADeadDestinationGoToTheLiveOne() {
        Route sticky =
                Route.split().add(50, version("1.x")).add(50, version("2.x")).stickyBy("user-id");
        LoadBalancer balancer = balancer(sticky, List.of(THREE_V1.get(0), V2));

        assertThat(succeeded(balancer, Set.of("v2"), 100, 3, DeadDestinationTest::user))
                .isEqualTo(100);
    }

    @Test
    @DisplayName("F45 of three sticky destinations, only users of the dead one move")
    void onlyUsersOfTheDeadDestinationMove() {
        Route sticky = Route.split()
                .add(30, version("1.x"))
                .add(30, version("2.x"))
                .add(40, version("3.x"))
                .stickyBy("user-id");
        List<ServiceInstance> fleet = List.of(
                THREE_V1.get(0), V2, Fleet.instance("v3").version("3.0.0").build());
        LoadBalancer balancer = balancer(sticky, fleet);
        List<String> before = users(balancer);

        eject(balancer, "v2");
        List<String> after = users(balancer);

        assertThat(IntStream.range(0, before.size()).filter(i -> !before.get(i).equals("v2")))
                .allMatch(i -> after.get(i).equals(before.get(i)));
        assertThat(IntStream.range(0, before.size())
                        .filter(i -> before.get(i).equals("v2"))
                        .mapToObj(after::get))
                .contains("v1-0", "v3")
                .doesNotContain("v2");
    }

    @Test
    @DisplayName("F45 a retry goes to the fallback though nothing is ejected")
    void aRetryGoesToTheFallback() {
        LoadBalancer balancer = Balancers.of(
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .outlierDetection(OutlierDetection.off())
                        .route(Route.to(version("2.x")).orElse(version("1.x"))),
                BOTH);

        assertThat(succeeded(balancer, Set.of("v2"), 20)).isEqualTo(20);
        assertThat(attempts.get("v2")).isEqualTo(20);
    }

    @Test
    @DisplayName("F45 without a fallback, a retry goes to the next route that matches, then to any instance")
    void aRetryGoesOnToTheNextRouteAndToAnyInstance() {
        List<ServiceInstance> three = List.of(
                V2, THREE_V1.get(0), Fleet.instance("v3").version("3.0.0").build());
        LoadBalancer balancer = Balancers.of(
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .route(Route.to(version("2.x")))
                        .route(Route.when(RequestMatch.attribute("x").present()).to(version("1.x")))
                        .route(Route.to(version("3.x"))),
                three);

        assertThat(order(balancer)).containsExactly("v2", "v3", "v1-0");
    }

    @Test
    @DisplayName("F45 a strict route stays strict")
    void aStrictRouteStaysStrict() {
        LoadBalancer balancer = balancer(Route.to(version("2.x")).strict(), BOTH);

        assertThat(succeeded(balancer, Set.of("v2"), 20)).isZero();
        assertThat(attempts).containsOnlyKeys("v2");
        assertThat(panics).isNotEmpty();
    }

    @Test
    @DisplayName("F45 a strict route uses its own fallbacks, and nothing else")
    void aStrictRouteUsesItsOwnFallbacks() {
        Route strict = Route.split()
                .add(50, version("2.x"))
                .add(50, version("3.x"))
                .orElse(version("1.x"))
                .strict();
        ServiceInstance v3 = Fleet.instance("v3").version("3.0.0").build();
        LoadBalancer balancer = balancer(strict, with(BOTH, v3));

        assertThat(succeeded(balancer, Set.of("v2"), 100)).isEqualTo(100);
        assertThat(attempts.get("v3")).isEqualTo(50);
    }

    @Test
    @DisplayName("F45 a dead canary costs no more than its share")
    void aDeadCanaryCostsNoMoreThanItsShare() {
        LoadBalancer balancer = Balancers.of(
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .outlierDetection(OutlierDetection.off())
                        .route(Route.split().add(90, version("1.x")).add(10, version("2.x"))),
                BOTH);

        assertThat(succeeded(balancer, Set.of("v2"), 1_000, 1, i -> RequestContext.empty()))
                .isEqualTo(900);
    }

    @Test
    @DisplayName("F45 only when no destination is healthy are ejected instances used")
    void onlyWhenNoDestinationIsHealthyAreEjectedInstancesUsed() {
        LoadBalancer balancer = balancer(Route.to(version("2.x")).orElse(version("1.x")), BOTH);
        eject(balancer, "v2");
        eject(balancer, "v1-0");
        eject(balancer, "v1-1");
        assertThat(Balancers.shares(balancer, 20)).doesNotContainKey("v2");

        eject(balancer, "v1-2");

        assertThat(balancer.choose().id()).isEqualTo("v2");
        assertThat(panics).extracting(PanicEvent::healthy).contains(0);
    }

    @Test
    @DisplayName("F45 a dead preferred zone gives way to a live one, without outlier detection")
    void aDeadPreferredZoneGivesWay() {
        List<ServiceInstance> fleet = with(Fleet.in("b", 2), Fleet.in("a", 1).get(0));
        LoadBalancer balancer = Balancers.of(
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .outlierDetection(OutlierDetection.off())
                        .prefer(zone("a")),
                fleet);

        assertThat(succeeded(balancer, Set.of("a-1"), 20)).isEqualTo(20);
    }

    @Test
    @DisplayName("F45 a preferred zone without a healthy instance gives way even in panic")
    void aPreferredZoneGivesWayInPanic() {
        List<ServiceInstance> fleet = with(Fleet.in("a", 3), Fleet.in("b", 1).get(0));
        LoadBalancer balancer = balancer(
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .outlierDetection(o -> o.maxEjected(1))
                        .prefer(zone("a"))
                        .build(),
                fleet);
        Fleet.in("a", 3).forEach(dead -> eject(balancer, dead.id()));

        assertThat(succeeded(balancer, Set.of("a-1", "a-2", "a-3"), 40)).isEqualTo(40);
    }

    @Test
    @DisplayName("F45 explain names the destination that gave way")
    void explainNamesTheDestinationThatGaveWay() {
        LoadBalancer balancer = balancer(Route.to(version("2.x")).orElse(version("1.x")), BOTH);
        eject(balancer, "v2");

        assertThat(balancer.explain(RequestContext.empty()).toString())
                .contains("route 1 → version 2.x: none to use (v2 ejected for 30 s (it is dead))")
                .contains("route 1 → version 2.x, here version 1.x");
    }

    @Test
    @DisplayName("F45 a route that gave way altogether is named too")
    void explainNamesARouteThatGaveWay() {
        LoadBalancer balancer = balancer(Route.to(version("2.x")), BOTH);
        eject(balancer, "v2");

        assertThat(balancer.choose().version()).isEqualTo("1.0.0");
        assertThat(balancer.explain(RequestContext.empty()).toString())
                .contains("route 1 → version 2.x: none to use (v2 ejected for 30 s (it is dead))");
    }

    @Test
    @DisplayName("F45 a strict route without any instance still fails")
    void aStrictRouteWithoutAnInstanceFails() {
        LoadBalancer balancer = balancer(Route.to(version("9.x")).strict(), BOTH);

        assertThatThrownBy(balancer::choose).isInstanceOf(NoInstanceException.class);
    }

    private LoadBalancer balancer(Route route, List<ServiceInstance> fleet) {
        return balancer(
                ServicePolicy.builder()
                        .strategy(Strategies.roundRobin())
                        .outlierDetection(o -> o.maxEjected(1))
                        .route(route)
                        .build(),
                fleet);
    }

    private LoadBalancer balancer(ServicePolicy policy, List<ServiceInstance> fleet) {
        LoadBalancer balancer = LoadBalancer.builder(Fleet.SERVICE)
                .policy(policy)
                .randomness(Randomness.seeded(1))
                .clock(new VirtualTime())
                .listener(new LoadBalancerListener() {
                    @Override
                    public void onPanic(PanicEvent event) {
                        panics.add(event);
                    }
                })
                .build();
        balancer.update(fleet);
        return balancer;
    }

    private static void eject(LoadBalancer balancer, String id) {
        for (int i = 0; i < 1_000; i++) {
            Selection selection = balancer.select(user(i));
            boolean found = selection.instance().id().equals(id);
            if (found) {
                selection.eject("it is dead");
            }
            selection.complete(Outcome.CANCELLED);
            if (found) {
                return;
            }
        }
        throw new AssertionError(id + " is never selected");
    }

    private int succeeded(LoadBalancer balancer, Set<String> dead, int calls) {
        return succeeded(balancer, dead, calls, 3, i -> RequestContext.empty());
    }

    /** Calls with up to {@code most} attempts, of which those to {@code dead} fail to connect. */
    private int succeeded(
            LoadBalancer balancer, Set<String> dead, int calls, int most, IntFunction<RequestContext> request) {
        int succeeded = 0;
        for (int call = 0; call < calls; call++) {
            Optional<Selection> attempt = Optional.of(balancer.select(request.apply(call)));
            for (int i = 0; i < most && attempt.isPresent(); i++) {
                Selection selection = attempt.get();
                attempts.merge(selection.instance().id(), 1, Integer::sum);
                if (dead.contains(selection.instance().id())) {
                    selection.failed();
                    attempt = selection.next();
                } else {
                    selection.succeeded();
                    succeeded++;
                    break;
                }
            }
        }
        return succeeded;
    }

    /** The instances that one request tries until there are no more. */
    private static List<String> order(LoadBalancer balancer) {
        List<String> order = new ArrayList<>();
        Optional<Selection> attempt = Optional.of(balancer.select(RequestContext.empty()));
        while (attempt.isPresent()) {
            Selection selection = attempt.get();
            order.add(selection.instance().id());
            attempt = selection.next();
            selection.complete(Outcome.CANCELLED);
        }
        return order;
    }

    private static List<String> users(LoadBalancer balancer) {
        return IntStream.range(0, 300)
                .mapToObj(i -> balancer.choose(user(i)).id())
                .toList();
    }

    private static RequestContext user(int i) {
        return RequestContext.of("user-id", "u" + i);
    }

    private static List<ServiceInstance> with(List<ServiceInstance> some, ServiceInstance one) {
        List<ServiceInstance> all = new ArrayList<>(some);
        all.add(one);
        return all;
    }
}
