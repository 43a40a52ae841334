package io.rollcall.loadbalancer.strategy;

import static io.rollcall.loadbalancer.route.Subset.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.Statistics;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashStrategiesTest {
    private static final int KEYS = 20_000;

    private static List<String> owners(String strategy, List<ServiceInstance> fleet) {
        return Balancers.owners(Balancers.of(Strategies.named(strategy), fleet), KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring-hash", "maglev", "rendezvous"})
    void aKeyStaysAndAllCallersAgree(String name) {
        List<ServiceInstance> fleet = Fleet.weighted(20, i -> 50 + i % 3 * 50);
        LoadBalancer one = Balancers.of(Strategies.named(name), fleet);
        LoadBalancer other = Balancers.of(Strategies.named(name), Fleet.of(3));
        other.update(Fleet.reversed(fleet));

        List<String> owners = Balancers.owners(one, KEYS);
        assertThat(Balancers.owners(one, KEYS)).isEqualTo(owners);
        assertThat(Balancers.owners(other, KEYS)).isEqualTo(owners);
    }

    @ParameterizedTest
    @CsvSource({
        "ring-hash, 10, 1.0",
        "ring-hash, 30, 1.0",
        "ring-hash, 5, 2.5",
        "ring-hash, 100, 2.5",
        "rendezvous, 10, 1.0",
        "rendezvous, 100, 1.0",
        "maglev, 10, 2.5",
        "maglev, 100, 3.0"
    })
    void fewKeysMoveWhenOneInstanceLeaves(String name, int size, double factor) {
        List<ServiceInstance> fleet = Fleet.of(size);
        List<String> before = owners(name, fleet);
        List<String> after = owners(name, Fleet.without(fleet, "i3"));
        long had = before.stream().filter("i3"::equals).count();
        long moved = IntStream.range(0, KEYS)
                .filter(k -> !before.get(k).equals(after.get(k)))
                .count();

        assertThat(moved).isGreaterThanOrEqualTo(had);
        assertThat((double) moved).isLessThanOrEqualTo(factor == 1.0 ? had : factor * KEYS / size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring-hash", "maglev", "rendezvous"})
    void anInstanceThatComesBackFindsItsKeys(String name) {
        List<ServiceInstance> fleet = Fleet.of(12);
        LoadBalancer balancer = Balancers.of(Strategies.named(name), fleet);
        List<String> before = Balancers.owners(balancer, KEYS);
        balancer.update(Fleet.without(fleet, "i3"));
        balancer.choose();
        balancer.update(fleet);

        assertThat(Balancers.owners(balancer, KEYS)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"ring-hash, 0.35", "maglev, 0.08", "rendezvous, 0.08"})
    void sharesFollowWeights(String name, double tolerance) {
        Map<String, Long> counts = owners(name, Fleet.weights(100, 200, 50, 150)).stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(counts.get("i0")).isBetween(off(100, -tolerance), off(100, tolerance));
        assertThat(counts.get("i1")).isBetween(off(200, -tolerance), off(200, tolerance));
        assertThat(counts.get("i2")).isBetween(off(50, -tolerance), off(50, tolerance));
        assertThat(counts.get("i3")).isBetween(off(150, -tolerance), off(150, tolerance));
    }

    private static long off(int weight, double by) {
        return Math.round(KEYS * weight / 500.0 * (1 + by));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maglev", "rendezvous"})
    void requestsWithoutAKeyGoAnywhere(String name) {
        List<ServiceInstance> fleet = Fleet.of(10);
        long[] counts = Balancers.counts(Balancers.of(Strategies.named(name), fleet), fleet, KEYS);

        Statistics.assertFits(counts, new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
    }

    @ParameterizedTest
    @ValueSource(strings = {"ring-hash", "maglev", "rendezvous"})
    void theKeysOfASmallShareOfAStickySplitReachAllOfItsInstances(String name) {
        List<ServiceInstance> fleet = IntStream.range(0, 20)
                .mapToObj(i -> Fleet.instance("i" + i)
                        .version(i < 10 ? "1.0.0" : "2.0.0")
                        .build())
                .toList();
        Route split = Route.split().add(999, version("1.x")).add(1, version("2.x"));
        LoadBalancer balancer =
                Balancers.of(ServicePolicy.builder().strategy(name).route(split.stickyBy("user")), fleet);
        List<String> canaries = Balancers.owners(balancer, 200_000).stream()
                .filter(id -> id.length() == 3)
                .toList();

        assertThat(canaries).hasSizeBetween(150, 250);
        assertThat(Set.copyOf(canaries)).hasSize(10);
    }

    @Test
    void anotherPolicyOnTheSameInstancesGetsATableOfItsOwn() {
        List<ServiceInstance> fleet = Fleet.of(10);
        LoadBalancer balancer = Balancers.of(Strategies.ringHash(), fleet);
        balancer.policy(ServicePolicy.builder().strategy("maglev").build());
        List<String> maglev = Balancers.owners(balancer, 1_000);
        balancer.policy(ServicePolicy.builder()
                .strategy(Strategies.maglev(o -> o.tableSize(257)))
                .build());

        assertThat(maglev).isEqualTo(Balancers.owners(Balancers.of(Strategies.maglev(), fleet), 1_000));
        assertThat(Balancers.owners(balancer, 1_000)).isNotEqualTo(maglev);
        assertThat(balancer.choose(RequestContext.keyed("k"))).isIn(fleet);
    }
}
