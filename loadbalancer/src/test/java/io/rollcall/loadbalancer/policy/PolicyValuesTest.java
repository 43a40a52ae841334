package io.rollcall.loadbalancer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Strategies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Policy values are changed in one point through their builders, and compared by value. */
class PolicyValuesTest {

    @Test
    void aPolicyIsChangedInOnePoint() {
        ServicePolicy policy = ServicePolicy.builder()
                .strategy(Strategies.peakEwma())
                .hashKey("user-id")
                .route(Route.to(Subset.version("2.x")))
                .require(Subset.env("prod"))
                .prefer(Subset.zone("a"))
                .outlierDetection(o -> o.consecutiveFailures(7).maxEjected(0.3))
                .panicThreshold(0.2)
                .slowStart(s -> s.window(Duration.ofSeconds(9)).minShare(0.3))
                .locality(l -> l.zone("a").fallback("b"))
                .fleetSubset(f -> f.size(20).caller("me"))
                .retry(r -> r.attempts(4).budget(0.4))
                .hedging(h -> h.atPercentile(0.9))
                .build();

        ServicePolicy changed = policy.toBuilder().retry(r -> r.attempts(9)).build();

        assertThat(changed).usingRecursiveComparison().ignoringFields("retry").isEqualTo(policy);
        assertThat(changed.retry().attempts()).isEqualTo(9);
        assertThat(changed.retry().budget()).isEqualTo(0.4);
    }

    @Test
    void whatAddsUpCanBeReplaced() {
        ServicePolicy policy = ServicePolicy.builder()
                .route(Route.to(Subset.all()))
                .require(Subset.env("prod"))
                .prefer(Subset.zone("a"))
                .hashKey("user-id")
                .build();

        ServicePolicy none = policy.toBuilder()
                .routes(List.of())
                .required(List.of())
                .preferred(List.of())
                .hashKey(null)
                .build();

        assertThat(none).usingRecursiveComparison().isEqualTo(ServicePolicy.defaults());
    }

    @Test
    void everyValueIsRebuiltAsItWas() {
        RetryPolicy retry = RetryPolicy.builder()
                .attempts(7)
                .budget(0.7)
                .minPerSecond(7)
                .onStatus(500)
                .onTimeout(false)
                .perAttemptTimeout(Duration.ofSeconds(7))
                .totalTimeout(Duration.ofSeconds(70))
                .backoff(Duration.ofMillis(7), Duration.ofMillis(70))
                .maxRetryAfter(Duration.ofSeconds(7))
                .build();
        OutlierDetection outlierDetection = OutlierDetection.builder()
                .consecutiveFailures(7)
                .consecutiveGatewayFailures(8)
                .consecutiveConnectionFailures(9)
                .successRateDeviations(7)
                .successRateMinRequests(7)
                .failureShare(0.7)
                .failureShareMinRequests(8)
                .minInstances(9)
                .interval(Duration.ofSeconds(7))
                .baseEjection(Duration.ofSeconds(8))
                .maxEjection(Duration.ofSeconds(9))
                .maxEjected(0.7)
                .build();
        SlowStart slowStart = SlowStart.builder()
                .window(Duration.ofSeconds(7))
                .aggression(7)
                .minShare(0.7)
                .build();
        Locality locality =
                Locality.builder().zone("a").minInstances(7).fallback("b").build();
        FleetSubset fleetSubset = FleetSubset.of(7, "me");

        same(retry, retry.toBuilder().build(), RetryPolicy.defaults());
        same(outlierDetection, outlierDetection.toBuilder().build(), OutlierDetection.defaults());
        same(slowStart, slowStart.toBuilder().build(), SlowStart.off());
        same(locality, locality.toBuilder().build(), Locality.off());
        same(fleetSubset, fleetSubset.toBuilder().build(), FleetSubset.off());
        same(Hedging.atPercentile(0.7), Hedging.atPercentile(0.7).toBuilder().build(), Hedging.off());
        Hedging after = Hedging.after(Duration.ofSeconds(7));
        same(after, after.toBuilder().build(), Hedging.atPercentile(0.7));
        same(
                after,
                Hedging.atPercentile(0.7).toBuilder()
                        .after(Duration.ofSeconds(7))
                        .build(),
                Hedging.off());
    }

    private static void same(Object value, Object rebuilt, Object other) {
        assertThat(rebuilt).isEqualTo(value).hasSameHashCodeAs(value).isNotSameAs(value);
        assertThat(rebuilt).hasToString(value.toString()).isNotEqualTo(other);
        assertThat(rebuilt).usingRecursiveComparison().isEqualTo(value);
    }

    @Test
    void offIsOff() {
        assertThat(OutlierDetection.off().isOn()).isFalse();
        assertThat(RetryPolicy.off().isOn()).isFalse();
        assertThat(Hedging.off().isOn()).isFalse();
        assertThat(SlowStart.off().isOn()).isFalse();
        assertThat(Locality.off().isOn()).isFalse();
        assertThat(FleetSubset.off().isOn()).isFalse();
        assertThat(OutlierDetection.defaults().isOn()).isTrue();
        assertThat(RetryPolicy.defaults().isOn()).isTrue();
        assertThat(Locality.in("a").isOn()).isTrue();
        assertThat(FleetSubset.of(1, "me").isOn()).isTrue();
    }

    @Test
    void aTimeoutCanBeTakenBack() {
        RetryPolicy bounded = RetryPolicy.builder()
                .perAttemptTimeout(Duration.ofSeconds(1))
                .totalTimeout(Duration.ofSeconds(2))
                .build();

        assertThat(bounded.toBuilder()
                        .perAttemptTimeout(null)
                        .totalTimeout(null)
                        .build())
                .isEqualTo(RetryPolicy.defaults());
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Locality.builder().build())
                .withMessage("zone: \"\" (expected: not empty)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FleetSubset.builder().caller("me").build())
                .withMessage("size: 0 (expected: 1 or more)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServicePolicy.builder().fleetSubset(f -> f.size(3)))
                .withMessage("caller: \"\" (expected: not empty)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hedging.atPercentile(1))
                .withMessage("percentile: 1.0 (expected: above 0 and below 1)");
    }
}
