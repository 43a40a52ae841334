package io.rollcall.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.Seeds;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EligibilityTest {
    static Iterable<String> strategies() {
        return Strategies.names();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @DisplayName("F25 weight 0 gets no traffic")
    void weight0IsNoNewTraffic(String strategy) {
        List<ServiceInstance> fleet = Fleet.weights(0, 1, 0, 1);
        LoadBalancer balancer = Balancers.of(Strategies.named(strategy), fleet);
        long[] counts = Balancers.counts(balancer, fleet, 500);

        assertThat(counts[0] + counts[2]).isZero();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    @DisplayName("F25 all weights 0 is no instance, not everyone")
    void allWeights0IsNoInstance(String strategy) {
        LoadBalancer balancer = Balancers.of(Strategies.named(strategy), Fleet.weights(0, 0, 0));

        assertThatThrownBy(balancer::choose)
                .isInstanceOf(NoInstanceException.class)
                .hasMessageContaining("3 → 0")
                .hasMessageContaining("weight 0");
    }

    @ParameterizedTest
    @EnumSource(
            value = InstanceStatus.class,
            names = {"STARTING", "DOWN"})
    void onlyUpGetsTraffic(InstanceStatus status) {
        ServiceInstance not = Fleet.instance("not").status(status).build();
        LoadBalancer balancer = Balancers.of(ServicePolicy.builder(), List.of(not));

        assertThatThrownBy(balancer::choose)
                .isInstanceOf(NoInstanceException.class)
                .hasMessageContaining(status.name());
    }

    @Test
    void withoutASnapshotTheMessageSaysWhatToDo() {
        assertThatThrownBy(() -> LoadBalancer.of("users").choose())
                .isInstanceOfSatisfying(
                        NoInstanceException.class, e -> assertThat(e.service()).isEqualTo("users"))
                .hasMessageContaining("none is registered: start one, or check the name and the registry");
    }

    @Seeds(200)
    void noIneligibleInstanceIsEverPicked(Seeds.Case it) {
        List<String> names = List.copyOf(Strategies.names());
        LoadBalancer balancer = Balancers.of(Strategies.named(names.get(it.between(0, names.size() - 1))), List.of());
        for (int update = 0; update < 10; update++) {
            List<ServiceInstance> fleet = fleet(it);
            Map<String, ServiceInstance> byId =
                    fleet.stream().collect(Collectors.toMap(ServiceInstance::id, Function.identity()));
            balancer.update(fleet);
            for (int i = 0; i < 20 && fleet.stream().anyMatch(EligibilityTest::eligible); i++) {
                ServiceInstance chosen = balancer.choose(RequestContext.keyed("k" + i));
                assertThat(eligible(chosen)).as("%s", chosen).isTrue();
                assertThat(byId.get(chosen.id())).isSameAs(chosen);
            }
        }
    }

    private static boolean eligible(ServiceInstance instance) {
        return instance.status() == InstanceStatus.UP && instance.weight() > 0;
    }

    private static List<ServiceInstance> fleet(Seeds.Case it) {
        InstanceStatus[] statuses = InstanceStatus.values();
        return IntStream.range(0, it.between(0, 12))
                .mapToObj(i -> Fleet.instance("i" + i)
                        .weight(it.flip() ? 0 : it.between(1, 300))
                        .status(statuses[it.between(0, statuses.length - 1)])
                        .build())
                .toList();
    }
}
