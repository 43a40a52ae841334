package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.rollcall.Fleet;
import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LocalityTest {

    @Test
    void allStayWhereTheZoneHasItsShare() {
        assertThat(ZoneSpill.shares(Locality.in("a"), Map.of("a", 4.0, "b", 4.0), Map.of("a", 0.5, "b", 0.5)))
                .containsExactly(entry("a", 1.0));
    }

    @Test
    void whatTheZoneCannotCarryGoesWhereThereIsCapacityToSpare() {
        // Envoy's example: a has 20 % of capacity and 50 % of callers; b has 30 % to spare, c nothing.
        Map<String, Double> shares = ZoneSpill.shares(
                Locality.in("a"), Map.of("a", 2.0, "b", 6.0, "c", 2.0), Map.of("a", 0.5, "b", 0.3, "c", 0.2));

        assertThat(shares).containsOnlyKeys("a", "b");
        assertThat(shares.get("a")).isCloseTo(0.4, within(1e-9));
        assertThat(shares.get("b")).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void theFallbackOrderIsFilledBeforeOthers() {
        Map<String, Double> capacity = Map.of("a", 1.0, "b", 3.0, "c", 6.0);
        Map<String, Double> callers = Map.of("a", 0.5, "b", 0.1, "c", 0.4);

        // a carries 0.1 of 0.5; b has 0.2 to spare and takes all of it first, c takes the other 0.2.
        Map<String, Double> shares =
                ZoneSpill.shares(Locality.builder().zone("a").fallback("b").build(), capacity, callers);

        assertThat(shares.get("a")).isCloseTo(0.2, within(1e-9));
        assertThat(shares.get("b")).isCloseTo(0.4, within(1e-9));
        assertThat(shares.get("c")).isCloseTo(0.4, within(1e-9));
    }

    @Test
    void aZoneWithoutInstancesSendsAllElsewhere() {
        Map<String, Double> shares = ZoneSpill.shares(Locality.in("a"), Map.of("b", 1.0, "c", 1.0), Map.of("a", 1.0));

        assertThat(shares).containsOnly(entry("b", 0.5), entry("c", 0.5));
    }

    @Test
    void sharesAlwaysAddUpToOne() {
        for (double a = 0; a <= 10; a += 2.5) {
            for (double callersInA = 0; callersInA <= 1; callersInA += 0.25) {
                Map<String, Double> shares = ZoneSpill.shares(
                        Locality.builder().zone("a").fallback("c").build(),
                        Map.of("a", a, "b", 3.0, "c", 2.0),
                        Map.of("a", callersInA, "b", 1 - callersInA));

                assertThat(shares.values().stream().mapToDouble(v -> v).sum())
                        .as("a=%s callers=%s %s", a, callersInA, shares)
                        .isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void picksFollowTheShares() {
        LoadBalancer balancer = balancer(Locality.in("a"));
        balancer.update(fleet(Fleet.in("a", 2), Fleet.in("b", 6), Fleet.in("c", 2)));
        balancer.callers(fleet(Fleet.in("a", 5), Fleet.in("b", 3), Fleet.in("c", 2)));

        assertThat(zoneShare(balancer, "a")).isCloseTo(0.4, within(0.02));
        assertThat(zoneShare(balancer, "c")).isZero();
        assertThat(balancer.explain(RequestContext.empty()).toString()).contains("zones for a: b 60 %, a 40 %");
    }

    @Test
    void aSmallServiceIsNotSplitByZone() {
        LoadBalancer balancer = balancer(Locality.in("a"));
        balancer.update(fleet(Fleet.in("a", 1), Fleet.in("b", 4)));

        assertThat(zoneShare(balancer, "a")).isCloseTo(0.2, within(0.02));
    }

    @Test
    void ejectedInstancesCarryNothing() {
        LoadBalancer balancer = balancer(Locality.in("a"));
        balancer.update(fleet(Fleet.in("a", 3), Fleet.in("b", 3), Fleet.in("c", 3)));
        assertThat(zoneShare(balancer, "a")).isEqualTo(1);

        while (balancer.explain(RequestContext.empty()).stages().stream().noneMatch(s -> s.out() == 8)) {
            balancer.select(RequestContext.empty()).failed();
        }

        // 2 of 8 where a third of the callers are: three quarters stay.
        assertThat(zoneShare(balancer, "a")).isCloseTo(0.75, within(0.02));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<ServiceInstance> fleet(List<ServiceInstance>... zones) {
        return Stream.of(zones).flatMap(List::stream).toList();
    }

    private static LoadBalancer balancer(Locality locality) {
        return LoadBalancer.builder("user-service")
                .policy(ServicePolicy.builder().locality(locality).build())
                .randomness(Randomness.seeded(3))
                .build();
    }

    private static double zoneShare(LoadBalancer balancer, String zone) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            chosen.add(String.valueOf(balancer.choose().zone()));
        }
        return chosen.stream().filter(zone::equals).count() / 10_000.0;
    }
}
