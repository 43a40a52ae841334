package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.loadbalancer.policy.FleetSubset;
import io.rollcall.loadbalancer.policy.Hedging;
import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollcall's own format: what is written becomes the policy. */
class RuleDocumentTest {

    @Test
    void theSampleIsRead() {
        RuleDocument document = RuleDocument.load(Path.of("src/test/resources/good/sample.yaml"));

        assertThat(document.describe()).isEqualTo("""
                user-service: least-request, only env prod
                  route 1 "x-canary is true" → version 2.x
                  route 2 → 90 × version 1.x, 10 × version 2.x, sticky by user-id
                """);
    }

    @Test
    void jsonIsReadAsYamlIs() {
        assertThat(parsed("good/sample.json").describe()).isEqualTo("""
                user-service: least-request, only env prod
                  route 1 "x-canary is true and path begins with /users/" → version 2.x
                  route 2 → 90 × version 1.x, 10 × version 2.x, sticky by user-id
                """);
    }

    @Test
    void everyKindOfConditionAndDestinationIsRead() {
        assertThat(parsed("good/everything.yaml").describe())
                .contains(
                        "user-service: least-request by ?user, only env prod and tier in [gold, silver], only region"
                                + " present, rather zone eu-1a, rather version in [1.4.0, 1.4.1]",
                        "x-canary is true and method is in [GET, HEAD] and path begins with /users/ and query debug is"
                                + " present and method is not in [a, b] and x-client matches web-\\d+ and x-internal is"
                                + " absent and x-tier is in [gold, silver]",
                        "→ version >=2 <3 and track canary, or else version 2.x, or else any instance, strict",
                        "route 2 \"x-user is alice or x-user is bob\" → any instance",
                        "→ 0 × version 3.x, 90 × version v1, 10 × version 2, sticky by x-user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "peak-ewma",
                "{name: peak-ewma, decay: 5s, penalty: 1s, initial: 10ms, choices: 3}",
                "{name: ring-hash, minPoints: 10000, boundedLoad: 1.25}",
                "{name: ring-hash, minPoints: 10, maxPoints: 20}",
                "{name: maglev, tableSize: 10007, boundedLoad: 2}",
                "{name: rendezvous, boundedLoad: 1.5}",
                "{name: smooth-weighted-round-robin}"
            })
    void strategiesAreFoundByNameAndTakeTheirOptions(String strategy) {
        String text = "services: {a: {strategy: " + strategy + "}}";
        String name = strategy.replaceAll("\\{name: ([a-z-]+).*", "$1");

        assertThat(Examples.policy(RuleDocument.parse(text, "x"), "a")
                        .strategy()
                        .name())
                .isEqualTo(name);
        assertThat(Schema.errors(text)).isEmpty();
    }

    @Test
    void outlierDetectionIsReadWhole() {
        OutlierDetection rules = policy("good/everything.yaml", "user-service").outlierDetection();

        assertThat(rules)
                .usingRecursiveComparison()
                .isEqualTo(OutlierDetection.builder()
                        .consecutiveFailures(7)
                        .consecutiveGatewayFailures(3)
                        .consecutiveConnectionFailures(1)
                        .successRateDeviations(2.5)
                        .successRateMinRequests(50)
                        .failureShare(0.5)
                        .failureShareMinRequests(20)
                        .minInstances(3)
                        .interval(Duration.ofSeconds(5))
                        .baseEjection(Duration.ofSeconds(20))
                        .maxEjection(Duration.ofMinutes(2))
                        .maxEjected(0.25)
                        .build());
    }

    @Test
    void theOtherValuesAreRead() {
        ServicePolicy policy = policy("good/everything.yaml", "user-service");

        assertThat(policy.panicThreshold()).isEqualTo(0.3);
        assertThat(policy.drainingAsLastResort()).isFalse();
        assertThat(policy.slowStart())
                .isEqualTo(SlowStart.builder()
                        .window(Duration.ofSeconds(90))
                        .aggression(1.5)
                        .minShare(0.05)
                        .build());
        assertThat(policy.locality())
                .isEqualTo(Locality.builder()
                        .zone("eu-1a")
                        .minInstances(3)
                        .fallback("eu-1b", "eu-1c")
                        .build());
        assertThat(policy.fleetSubset()).isEqualTo(FleetSubset.of(20, "order-7"));
        assertThat(policy.hedging().percentile()).isEqualTo(0.95);
        assertThat(policy.retry())
                .usingRecursiveComparison()
                .isEqualTo(RetryPolicy.builder()
                        .attempts(4)
                        .budget(0.1)
                        .minPerSecond(5)
                        .onStatus(429, 503)
                        .onTimeout(false)
                        .perAttemptTimeout(Duration.ofMillis(300))
                        .totalTimeout(Duration.ofSeconds(2))
                        .backoff(Duration.ofMillis(40), Duration.ofSeconds(1))
                        .maxRetryAfter(Duration.ofMillis(500))
                        .build());
    }

    @Test
    void theLongestBackoffIsTenTimesTheFirstUnlessStated() {
        RetryPolicy retry = Examples.policy(
                        RuleDocument.parse(
                                "services: {a: {retry: {backoff: {base: 40ms}}}}", "x", CallerIdentity.unknown()),
                        "a")
                .retry();

        assertThat(retry.backoffBase()).isEqualTo(Duration.ofMillis(40));
        assertThat(retry.backoffMax()).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void offTurnsThingsOff() {
        ServicePolicy policy = policy("good/everything.yaml", "order-service");

        assertThat(policy.outlierDetection()).isSameAs(OutlierDetection.off());
        assertThat(policy.retry().attempts()).isEqualTo(1);
        assertThat(policy.slowStart()).isEqualTo(SlowStart.over(Duration.ofSeconds(30)));
        assertThat(policy.hedging()).usingRecursiveComparison().isEqualTo(Hedging.after(Duration.ofMillis(50)));
    }

    @Test
    void whatIsLeftOutIsAsInTheCode() {
        ServicePolicy policy = Examples.policy(RuleDocument.parse("services: {a: {}}", "x"), "a");

        assertThat(policy).usingRecursiveComparison().isEqualTo(ServicePolicy.defaults());
    }

    @Test
    void anchorsSaveWriting() {
        assertThat(policy("good/anchors.yaml", "b").required()).hasToString("[env prod]");
        assertThat(policy("good/anchors.yaml", "b").outlierDetection().consecutiveFailures())
                .isEqualTo(20);
    }

    @Test
    void theCallersOwnZoneAndNameFillIn() {
        ServicePolicy policy = Examples.policy(
                RuleDocument.parse(
                        "services: {a: {locality: {}, fleetSubset: {size: 3}}}",
                        "x",
                        CallerIdentity.in("eu-1a").named("order-7")),
                "a");

        assertThat(policy.locality()).isEqualTo(Locality.in("eu-1a"));
        assertThat(policy.fleetSubset()).isEqualTo(FleetSubset.of(3, "order-7"));
    }

    @Test
    void noServicesAreNoRules() {
        assertThat(parsed("good/nothing.yaml").policies()).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> RuleDocument.load(Path.of("no/such.yaml")))
                .isInstanceOf(RuleException.class)
                .hasMessageStartingWith("no/such.yaml: cannot be read: ");
    }

    @Test
    void theMessageListsAllProblemsAsCompilersDo() {
        assertThatThrownBy(() -> RuleDocument.parse(Examples.text("bad/several-problems.yaml"), "rules.yaml"))
                .hasMessageStartingWith("3 problems, no rule was accepted:\n"
                        + "rules.yaml:2:21: services.user-service.retry.attempts: 0 (expected:");
    }

    private static RuleDocument parsed(String example) {
        return RuleDocument.parse(Examples.text(example), example);
    }

    private static ServicePolicy policy(String example, String service) {
        return Examples.policy(parsed(example), service);
    }
}
