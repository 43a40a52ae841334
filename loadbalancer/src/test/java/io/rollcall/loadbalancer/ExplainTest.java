package io.rollcall.loadbalancer;

import static io.rollcall.loadbalancer.route.RequestMatch.attribute;
import static io.rollcall.loadbalancer.route.Subset.env;
import static io.rollcall.loadbalancer.route.Subset.version;
import static io.rollcall.loadbalancer.route.Subset.zone;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.loadbalancer.Explanation.Stage;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.model.ServiceSnapshot.Source;
import io.rollcall.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private final VirtualTime time = new VirtualTime();
    private final LoadBalancer balancer = LoadBalancer.builder("user-service")
            .clock(time)
            .policy(ServicePolicy.builder()
                    .strategy(Strategies.peakEwma())
                    .require(env("prod"))
                    .prefer(zone("eu-1a"))
                    .route(Route.when(attribute("x-canary").is("true")).to(version("2.x")))
                    .build())
            .build();

    private static ServiceInstance user(int i) {
        return ServiceInstance.named("user-service")
                .id("u-" + i)
                .host("10.0.0." + i)
                .port(8080)
                .env("prod")
                .version(i <= 4 ? "1.4.0" : "2.0.0")
                .zone("eu-1a")
                .status(i == 6 ? InstanceStatus.DRAINING : InstanceStatus.UP)
                .build();
    }

    private Explanation explain() {
        List<ServiceInstance> six =
                IntStream.rangeClosed(1, 6).mapToObj(ExplainTest::user).toList();
        balancer.update(ServiceSnapshot.of("user-service", 41, six, Source.PUSH, time));
        Selection call = balancer.select(RequestContext.of("x-canary", "true"));
        time.advance(Duration.ofMillis(800));
        call.succeeded();
        return balancer.explain(RequestContext.of("x-canary", "true"));
    }

    @Test
    void listsWhatEachStageLeftOutAndWhy() {
        Explanation why = explain();

        assertThat(why.instances()).isEqualTo(6);
        assertThat(why.revision()).isEqualTo(41);
        assertThat(why.age()).isEqualTo(Duration.ofMillis(800));
        assertThat(why.strategy()).isEqualTo("peak-ewma");
        assertThat(why.choice()).isNotNull().extracting(ServiceInstance::id).isEqualTo("u-5");
        assertThat(why.stages()).extracting(Stage::in).startsWith(6).isSortedAccordingTo((a, b) -> b - a);
        Stage route = stage(why, "route 1");
        assertThat(route.out()).isEqualTo(2);
        assertThat(route.leftOut()).hasSize(4).allMatch(out -> out.reason().equals("version 1.4.0"));
        assertThat(stage(why, "eligible").leftOut())
                .singleElement()
                .satisfies(out -> assertThat(out).hasToString("LeftOut[instance=u-6, reason=DRAINING]"));
    }

    private static Stage stage(Explanation why, String name) {
        return why.stages().stream()
                .filter(stage -> stage.name().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsAsAPageOfText() {
        List<String> lines = explain().toString().lines().toList();

        assertThat(lines.get(0)).isEqualTo("user-service: 6 instances at revision 41 (push, 0.8 s old)");
        assertThat(lines)
                .anyMatch(line -> line.matches(
                        "  route 1 \"x-canary is true\" → version 2.x +6 → 2   left out: 4 × version 1.4.0"))
                .anyMatch(line -> line.matches("  eligible: .* 2 → 1   left out: u-6 DRAINING"))
                .anyMatch(line -> line.matches("  zone eu-1a preferred +1 → 1"))
                .anyMatch(line -> line.matches("  peak-ewma: u-5 .*cost 800.0 ms, 0 in flight.*"));
        assertThat(lines.get(lines.size() - 1)).isEqualTo("→ u-5 10.0.0.5:8080");
    }

    @Test
    void explainsWhyThereIsNoInstance() {
        Explanation why = balancer.explain(RequestContext.empty());

        assertThat(why.choice()).isNull();
        assertThat(why.toString()).startsWith("user-service: 0 instances").endsWith("→ no instance");
    }
}
