package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.policy.OutlierDetection;
import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.model.RequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Istio's documents: what they say, and what Istio has where they say nothing. */
class IstioDocumentTest {

    @Test
    void theSampleIsRead() {
        assertThat(parsed("istio/good/user-service.yaml").describe()).isEqualTo("""
                user-service: least-request
                  route 1 "x-canary is true" → version 2.0.0, strict
                  route 2 → 90 × version 1.4.0, 10 × version 2.0.0, strict
                """);
    }

    @Test
    void theSampleOfTheDocumentationIsThatOfTheTests() throws IOException {
        assertThat(Files.readString(Path.of("../docs/examples/istio-user-service.yaml")))
                .isEqualTo(Examples.text("istio/good/user-service.yaml"));
    }

    @Test
    void documentsOfSeveralKindsShareAFile() {
        assertThat(parsed("istio/good/everything.yaml").policies())
                .containsOnlyKeys("user-service", "order-service", "cart-service");
    }

    @Test
    void aTrafficPolicyIsReadWhole() {
        ServicePolicy policy = users();

        assertThat(policy.strategy().name()).isEqualTo("smooth-weighted-round-robin");
        assertThat(policy.slowStart())
                .isEqualTo(SlowStart.builder()
                        .window(Duration.ofMinutes(1))
                        .aggression(2)
                        .minShare(0.2)
                        .build());
        assertThat(policy.locality())
                .isEqualTo(Locality.builder()
                        .zone("eu-1a")
                        .minInstances(0)
                        .fallback("eu-1b")
                        .build());
        assertThat(policy.panicThreshold()).isEqualTo(0.4);
        assertThat(policy.retry())
                .isEqualTo(RetryPolicy.builder()
                        .attempts(5)
                        .perAttemptTimeout(Duration.ofSeconds(2))
                        .backoff(Duration.ofMillis(30), Duration.ofMillis(300))
                        .build());
        assertThat(policy.outlierDetection())
                .usingRecursiveComparison()
                .isEqualTo(OutlierDetection.builder()
                        .consecutiveFailures(7)
                        .consecutiveGatewayFailures(4)
                        .consecutiveConnectionFailures(3)
                        .successRateDeviations(0)
                        .failureShare(0)
                        .interval(Duration.ofSeconds(5))
                        .baseEjection(Duration.ofMinutes(10))
                        .maxEjection(Duration.ofMinutes(10))
                        .maxEjected(1)
                        .build());
    }

    @Test
    void whatIsLeftOutIsAsInIstio() {
        ServicePolicy orders = Examples.policy(parsed("istio/good/everything.yaml"), "order-service");

        assertThat(orders.strategy().name()).isEqualTo("least-request");
        assertThat(orders.slowStart()).isEqualTo(SlowStart.over(Duration.ofSeconds(30)));
        assertThat(orders.outlierDetection()).isSameAs(OutlierDetection.off());
    }

    @ParameterizedTest
    @CsvSource({
        "cookie, 'a=b;user=jason;c=d', true",
        "cookie, user=jasons, false",
        "x-a, '', false",
        "x-b, b, false",
        "x-b, other, true",
        "x-c, cat, false",
        "x-c, dog, true",
        "x-d, dd, false",
        "x-d, dx, true",
        ":method, HEAD, true",
        ":method, POST, false",
        ":path, /orders, false",
        "?debug, 2, false",
        "x-group, beta-1, true"
    })
    void conditionsMatchAsInIstio(String attribute, String value, boolean matches) {
        RequestContext.Attributes good = RequestContext.of(":path", "/users/42")
                .and(":method", "GET")
                .and("x-user", "u")
                .and("Cookie", "user=jason")
                .and("?debug", "1");
        RequestMatch condition = Objects.requireNonNull(users().routes().get(0).condition());

        assertThat(condition.matches(good)).isTrue();
        assertThat(condition.matches(good.and(attribute, value))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "'httpHeaderName: X-User', ring-hash, x-user",
        "'httpQueryParameterName: User, maglev: {tableSize: 10007}', maglev, ?User",
        "'httpHeaderName: x-user, ringHash: {minimumRingSize: 100000}', ring-hash, x-user",
        "'httpHeaderName: x-user, minimumRingSize: 16', ring-hash, x-user"
    })
    void aConsistentHashIsOfAHeaderOrAQueryParameter(String hash, String strategy, String key) {
        ServicePolicy policy = Examples.policy(RuleDocument.parse("""
                        {apiVersion: networking.istio.io/v1, kind: DestinationRule, spec: {host: users,
                         trafficPolicy: {loadBalancer: {consistentHash: {%s}}}}}
                        """.formatted(hash), "x"), "users");

        assertThat(policy.strategy().name()).isEqualTo(strategy);
        assertThat(policy.hashKey()).isEqualTo(key);
    }

    @Test
    void requestsThatNoRouteMatchesFailAsInIstio() {
        assertThat(users().routes())
                .last()
                .satisfies(route -> assertThat(route.condition()).isNull())
                .satisfies(route -> assertThat(route.isStrict()).isTrue());
    }

    private static ServicePolicy users() {
        return Examples.policy(parsed("istio/good/everything.yaml"), "user-service");
    }

    private static RuleDocument parsed(String example) {
        return RuleDocument.parse(Examples.text(example), example, CallerIdentity.in("eu-1a"));
    }
}
