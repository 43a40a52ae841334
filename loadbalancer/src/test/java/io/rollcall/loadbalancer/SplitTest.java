package io.rollcall.loadbalancer;

import static io.rollcall.loadbalancer.route.Subset.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Balancers;
import io.rollcall.Fleet;
import io.rollcall.Seeds;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    /** Three instances of each of versions 0 to 4. */
    private static final List<ServiceInstance> FLEET = IntStream.range(0, 15)
            .mapToObj(i -> Fleet.instance("i" + i).version(i % 5 + ".0.0").build())
            .toList();

    private static Route split(int... weights) {
        Route route = Route.split();
        for (int i = 0; i < weights.length; i++) {
            route = route.add(weights[i], version(i + ".x"));
        }
        return route;
    }

    private static LoadBalancer balancer(Route route) {
        return Balancers.of(ServicePolicy.builder().route(route), FLEET);
    }

    /** The major version that each of {@code requests} gets. */
    private static int[] majors(LoadBalancer balancer, int requests, IntFunction<RequestContext> request) {
        return IntStream.range(0, requests)
                .map(i ->
                        Integer.parseInt(balancer.choose(request.apply(i)).id().substring(1)) % 5)
                .toArray();
    }

    private static int[] majors(LoadBalancer balancer, int requests) {
        return majors(balancer, requests, i -> RequestContext.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"90 10", "50 30 20", "33 67", "1 999", "1 1", "5 0 5", "10000 10000", "1 2 3 4"})
    void sharesAreExactOverAnyThousandConsecutivePicks(String split) {
        int[] weights =
                List.of(split.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
        int total = IntStream.of(weights).sum();
        int[] majors = majors(balancer(split(weights)), 3_500);

        for (int from = 0; from + 1_000 <= majors.length; from += 37) {
            int[] counts = new int[weights.length];
            IntStream.range(from, from + 1_000).forEach(i -> counts[majors[i]]++);
            for (int i = 0; i < weights.length; i++) {
                assertThat(counts[i]).as("from %d", from).isEqualTo(1_000 * weights[i] / total);
            }
        }
    }

    @Seeds(30)
    void anySplitIsWithinATurnOfItsSharesOverAnyThousand(Seeds.Case it) {
        int[] weights = IntStream.range(0, it.between(2, 5))
                .map(i -> it.between(1, 400))
                .toArray();
        int total = IntStream.of(weights).sum();
        int[] majors = majors(balancer(split(weights)), 1_000 + it.between(0, 2_000));
        int[] counts = new int[weights.length];
        IntStream.range(majors.length - 1_000, majors.length).forEach(i -> counts[majors[i]]++);

        for (int i = 0; i < weights.length; i++) {
            assertThat(counts[i] - 1_000.0 * weights[i] / total).isBetween(-3.0, 3.0);
        }
    }

    @Test
    @DisplayName("F30 shares stay exact over updates")
    void updatesDoNotMoveThePosition() {
        LoadBalancer balancer = balancer(split(90, 10));
        int[] counts = new int[2];
        for (int i = 0; i < 1_000; i++) {
            String build = "b" + i;
            balancer.update(FLEET.stream()
                    .map(instance ->
                            instance.toBuilder().metadata("build", build).build())
                    .toList());
            counts[majors(balancer, 1)[0]]++;
        }

        assertThat(counts).containsExactly(900, 100);
    }

    @Test
    void theSameUserStaysWhereItIs() {
        LoadBalancer balancer = balancer(split(90, 10).stickyBy("User-Id"));
        int[] first = majors(balancer, 2_000, SplitTest::user);

        assertThat(majors(balancer, 2_000, SplitTest::user)).isEqualTo(first);
        assertThat(IntStream.of(first).filter(major -> major == 1).count()).isBetween(160L, 240L);
    }

    @Test
    void aCanaryThatGrowsKeepsItsUsers() {
        int[] few = majors(balancer(split(90, 10).stickyBy("user-id")), 2_000, SplitTest::user);
        int[] more = majors(balancer(split(70, 30).stickyBy("user-id")), 2_000, SplitTest::user);

        assertThat(IntStream.range(0, 2_000).filter(i -> few[i] == 1)).allMatch(i -> more[i] == 1);
        assertThat(IntStream.of(more).sum()).isGreaterThan(2 * IntStream.of(few).sum());
    }

    @Test
    void aRequestWithoutTheAttributeIsPlacedByItsKeyAndWithoutEitherByTurns() {
        LoadBalancer balancer = balancer(split(50, 50).stickyBy("user-id"));
        int[] byKey = majors(balancer, 100, i -> RequestContext.keyed("same"));
        int[] byTurns = majors(balancer, 100);

        assertThat(byKey).containsOnly(byKey[0]);
        assertThat(IntStream.of(byTurns).sum()).isEqualTo(50);
    }

    @Test
    void anAttributeAndAKeyOfTheSameTextGoTheSameWay() {
        LoadBalancer balancer = balancer(split(50, 50).stickyBy("user-id"));

        assertThat(majors(balancer, 200, i -> RequestContext.keyed("u" + i)))
                .isEqualTo(majors(balancer, 200, SplitTest::user));
    }

    @Test
    void threadsTogetherGetExactShares() {
        LoadBalancer balancer = balancer(split(90, 10));
        List<Integer> majors = IntStream.range(0, 10_000)
                .parallel()
                .mapToObj(i -> majors(balancer, 1)[0])
                .toList();

        assertThat(majors.stream().filter(major -> major == 1)).hasSize(1_000);
    }

    private static RequestContext user(int i) {
        return RequestContext.of("user-id", "u" + i);
    }
}
