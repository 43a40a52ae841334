package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.model.Outcome;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents, and the balancer that follows them. */
class RulesAtWorkTest {
    private static final String SAMPLE = "good/sample.yaml";
    private static final String ISTIO = "istio/good/user-service.yaml";
    private static final RequestContext CANARY = RequestContext.of("X-Canary", "true");

    @ParameterizedTest
    @ValueSource(strings = {SAMPLE, ISTIO})
    void aHeaderRoutesToTheNewVersion(String example) {
        LoadBalancer balancer = balancer(example, "1.4.0", "1.4.0", "2.0.0");

        assertThat(IntStream.range(0, 100).mapToObj(i -> balancer.choose(CANARY).version()))
                .containsOnly("2.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {SAMPLE, ISTIO})
    void ninetyToTenIsExactOverAThousand(String example) {
        LoadBalancer balancer = balancer(example, "1.4.0", "1.4.0", "2.0.0");
        IntStream.range(0, 17).forEach(i -> balancer.choose(RequestContext.empty()));

        assertThat(shares(balancer, 1_000)).isEqualTo(Map.of("1.4.0", 900, "2.0.0", 100));
    }

    @Test
    @DisplayName("F50 a query parameter without a value is present, and empty")
    void aQueryParameterWithoutAValueIsEmpty() {
        LoadBalancer ours = balancer("good/flag-query.yaml", "2.0.0", "3.0.0");
        LoadBalancer istios = balancer("istio/good/flag-query.yaml", "2.0.0", "3.0.0");

        for (int i = 0; i < 20; i++) {
            assertThat(ours.choose(RequestContext.of("?debug", "")).version()).isEqualTo("2.0.0");
            assertThat(ours.choose(RequestContext.of("?trace", "")).version()).isEqualTo("3.0.0");
            assertThat(istios.choose(RequestContext.of("?debug", "")).version()).isEqualTo("2.0.0");
        }
        RequestContext flag = RequestContext.of("x-flag", "");
        assertThatThrownBy(() -> istios.choose(flag)).isInstanceOf(NoInstanceException.class);
        assertThat(istios.choose(RequestContext.of("x-flag", "1"))).isNotNull();
    }

    @Test
    void ourRoutesFallBack() {
        LoadBalancer balancer = balancer(SAMPLE, "1.4.0");

        assertThat(balancer.choose(CANARY).version()).isEqualTo("1.4.0");
        assertThat(shares(balancer, 100)).isEqualTo(Map.of("1.4.0", 100));
    }

    @Test
    void istiosRoutesFail() {
        LoadBalancer balancer = balancer(ISTIO, "1.4.0");

        assertThatThrownBy(() -> balancer.choose(CANARY)).isInstanceOf(NoInstanceException.class);
    }

    @Test
    void aStickySplitKeepsItsUsers() {
        LoadBalancer balancer = balancer(SAMPLE, "1.4.0", "2.0.0");
        RequestContext user = RequestContext.of("user-id", "u-4711");
        String first = String.valueOf(balancer.choose(user).version());

        assertThat(IntStream.range(0, 100).mapToObj(i -> balancer.choose(user).version()))
                .containsOnly(first);
    }

    @Test
    void istiosRequestsWithoutARouteFailAndSayWhy() {
        String text = Examples.text("istio/good/everything.yaml");
        LoadBalancer balancer = LoadBalancer.of("user-service");
        balancer.update(instances("v1"));
        balancer.policy(Examples.policy(RuleDocument.parse(text, "x", CallerIdentity.in("eu-1a")), "user-service"));

        assertThatThrownBy(() -> balancer.choose(RequestContext.of(":path", "/other")))
                .isInstanceOf(NoInstanceException.class)
                .hasMessageContaining("route 3");
    }

    @Test
    void newRulesDoNotTouchCallsUnderWay() {
        LoadBalancer balancer = balancer(SAMPLE, "1.4.0", "2.0.0");
        var call = balancer.select(CANARY);

        balancer.policy(Examples.policy(
                RuleDocument.parse("services: {user-service: {routes: [{to: {version: 1.x}}]}}", "x"), "user-service"));

        call.complete(Outcome.SUCCESS);
        assertThat(call.instance().version()).isEqualTo("2.0.0");
        assertThat(balancer.choose(CANARY).version()).isEqualTo("1.4.0");
    }

    private static LoadBalancer balancer(String example, String... versions) {
        LoadBalancer balancer = LoadBalancer.builder("user-service")
                .policy(Examples.policy(RuleDocument.parse(Examples.text(example), example), "user-service"))
                .build();
        balancer.update(instances(versions));
        return balancer;
    }

    private static List<ServiceInstance> instances(String... versions) {
        return IntStream.range(0, versions.length)
                .mapToObj(i -> ServiceInstance.named("user-service")
                        .host("10.0.0." + (i + 1))
                        .port(8080)
                        .env("prod")
                        .version(versions[i])
                        .build())
                .toList();
    }

    private static Map<String, Integer> shares(LoadBalancer balancer, int calls) {
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < calls; i++) {
            shares.merge(String.valueOf(balancer.choose(RequestContext.empty()).version()), 1, Integer::sum);
        }
        return shares;
    }
}
