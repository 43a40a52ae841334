package io.rollcall.loadbalancer.route;

import static io.rollcall.loadbalancer.route.RequestMatch.attribute;
import static io.rollcall.loadbalancer.route.Subset.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
    @Test
    void saysWhatItDoes() {
        assertThat(Route.when(attribute("x-canary").is("true")).to(version("2.x")))
                .hasToString("\"x-canary is true\" → version 2.x");
        assertThat(Route.split().add(90, version("1.x")).add(10, version("2.x")))
                .hasToString("→ 90 × version 1.x, 10 × version 2.x");
    }

    @Test
    void isNotChangedByWhatIsMadeOfIt() {
        Route one = Route.to(version("1.x"));
        Route other = one.add(1, version("2.x")).orElse(Subset.all()).strict().stickyBy("User-Id");

        assertThat(one.destinations()).hasSize(1).isUnmodifiable();
        assertThat(one.fallbacks()).isEmpty();
        assertThat(one.isStrict()).isFalse();
        assertThat(one.stickyBy()).isNull();
        assertThat(other.destinations()).hasSize(2);
        assertThat(other.isStrict()).isTrue();
        assertThat(other.stickyBy()).isEqualTo("user-id");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 10_001, Integer.MAX_VALUE})
    void refusesWeightsOutOfRange(int weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Route.split().add(weight, Subset.all()))
                .withMessage("weight: %d (expected: 0 to 10000)", weight);
    }

    @Test
    void leadsSomewhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Route.split().validated())
                .withMessageContaining("no destination with a weight");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Route.split().add(0, Subset.all()).validated());
        assertThat(Route.split().add(0, version("1.x")).add(1, version("2.x")).validated())
                .isNotNull();
    }
}
