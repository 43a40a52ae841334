package io.rollcall.loadbalancer.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategiesTest {
    static List<String> builtIn() {
        return List.of(
                "least-request",
                "maglev",
                "peak-ewma",
                "random",
                "rendezvous",
                "ring-hash",
                "round-robin",
                "smooth-weighted-round-robin",
                "weighted-random");
    }

    @Test
    void allAreNamed() {
        assertThat(Strategies.names()).containsAll(builtIn());
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void eachIsFoundByItsName(String name) {
        Strategy found = Strategies.named(name);

        assertThat(found.name()).isEqualTo(name);
        assertThat(Strategies.named(name)).as("one object serves one service").isNotSameAs(found);
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThatAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Strategies.named("roundrobin"))
                .withMessageStartingWith("strategy: \"roundrobin\" (expected: one of [")
                .withMessageContaining("round-robin");
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void eachTakesTheOnlyOneThereIs(String name) {
        List<ServiceInstance> only = Fleet.weights(7);
        LoadBalancer balancer = Balancers.of(Strategies.named(name), only);

        assertThat(Balancers.counts(balancer, only, 10)).containsExactly(10);
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void equalInputGivesEqualPicks(String name) {
        List<ServiceInstance> fleet = Fleet.weighted(12, i -> 10 + i);
        LoadBalancer one = Balancers.of(Strategies.named(name), fleet);
        LoadBalancer other = Balancers.of(Strategies.named(name), fleet);

        for (int i = 0; i < 200; i++) {
            assertThat(one.choose()).isEqualTo(other.choose());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 1})
    void fewerThanTwoChoicesAreNone(int choices) {
        refused("choices: " + choices + " (expected: 2 or more)", () -> Strategies.leastRequest(choices));
        refused("choices: ", () -> Strategies.peakEwma(o -> o.choices(choices)));
    }

    @Test
    void timesMustBeAboveZeroAndAtMostAnHour() {
        refused("decay: PT0S (expected: above PT0S", () -> Strategies.peakEwma(o -> o.decay(Duration.ZERO)));
        refused("penalty: PT-1S", () -> Strategies.peakEwma(o -> o.penalty(Duration.ofSeconds(-1))));
        refused("initial: PT2H", () -> Strategies.peakEwma(o -> o.initial(Duration.ofHours(2))));
    }

    @ParameterizedTest
    @ValueSource(ints = {-7, 0, 10, 97, 65_536, 5_000_012, Integer.MAX_VALUE})
    void aTableSizeIsAPrime(int size) {
        refused("tableSize: " + size + " (expected: a prime > 100", () -> Strategies.maglev(o -> o.tableSize(size)));
    }

    @Test
    void pointsAreAtLeastOneAndInOrder() {
        refused("points: 0, 10", () -> Strategies.ringHash(o -> o.points(0, 10)));
        refused("points: 11, 10", () -> Strategies.ringHash(o -> o.points(11, 10)));
        refused("points: 1, 8388609", () -> Strategies.ringHash(o -> o.points(1, 8_388_609)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, 0, 1, 100.1, Double.POSITIVE_INFINITY})
    void aBoundOnLoadIsAbove1(double factor) {
        refused("boundedLoad: ", () -> Strategies.ringHash(o -> o.boundedLoad(factor)));
        refused("boundedLoad: ", () -> Strategies.maglev(o -> o.boundedLoad(factor)));
        refused("boundedLoad: ", () -> Strategies.rendezvous(o -> o.boundedLoad(factor)));
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(message);
    }
}
