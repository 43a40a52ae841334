package io.rollcall.internal.discovery;

import static io.rollcall.internal.discovery.DiscoveryFixture.ids;
import static io.rollcall.internal.discovery.DiscoveryFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.registry.RegistryException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Services that are never registered and are requested again and again. */
class UnknownServicesTest {
    private static final int MAX_EMPTY = 2_000;

    private final DiscoveryFixture fixture = new DiscoveryFixture();
    private final WatchedRegistry registry = fixture.registry;

    @Test
    void aStormOfLookUpsOfOneNameIsFewRequests() {
        for (int i = 0; i < 6_000; i++) {
            fixture.discovery.follow("unknown").ready();
            fixture.advance(Duration.ofMillis(10));
        }

        assertThat(registry.fetches).hasSizeLessThan(8);
    }

    @Test
    void aNameThatStaysEmptyIsFetchedLessAndLess() {
        registry.pushes = false;
        fixture.followed("unknown");

        fixture.advance(Duration.ofMinutes(9));

        assertThat(registry.fetches).hasSizeBetween(18, 28);
    }

    @Test
    void theFirstInstanceIsSeenWhetherPushedOrNot() {
        CachedService users = fixture.followed("users");
        fixture.advance(Duration.ofMinutes(5));
        registry.pushes("incarnation-1", 1, up("a"));
        assertThat(ids(users)).containsExactly("a");

        registry.pushes = false;
        registry.endWatches();
        CachedService others = fixture.followed("others");
        registry.holds("others", "incarnation-1", 1, up("b"));
        fixture.advance(Duration.ofSeconds(6));
        assertThat(others.balancer().snapshot().instances()).hasSize(1);
    }

    @Test
    @DisplayName("F29 of many wrong names the oldest are forgotten at once; services with instances are not")
    void manyDistinctNamesCostBoundedMemory() {
        registry.holds("incarnation-1", 1, up("a"));
        CachedService users = fixture.followed("users");
        CachedService wanted = fixture.followed("wanted");
        wanted.pin();

        storm(20_000);

        assertThat(fixture.forgotten).hasSizeBetween(20_000 - MAX_EMPTY - 256, 20_000 - MAX_EMPTY);
        assertThat(fixture.forgotten).doesNotContain("users", "wanted").contains("unknown-0");
        assertThat(ids(users)).containsExactly("a");
        assertThat(fixture.discovery.follow("users")).isSameAs(users);
        assertThat(fixture.discovery.follow("wanted")).isSameAs(wanted);
    }

    @Test
    @DisplayName("F29 after a flood of names the registry receives few requests for them, and soon none")
    void manyDistinctNamesCostBoundedRequests() {
        storm(20_000);
        assertThat(registry.fetches).hasSizeLessThanOrEqualTo(20_000 + MAX_EMPTY);
        registry.fetches.clear();

        fixture.advance(Duration.ofMinutes(1));
        assertThat(registry.fetches.size()).isLessThan(MAX_EMPTY * 5);
        fixture.advance(Duration.ofMinutes(10));
        registry.fetches.clear();
        fixture.advance(Duration.ofMinutes(5));

        assertThat(registry.fetches).isEmpty();
    }

    @Test
    @DisplayName("F20 a flood of names does not open a watch for each")
    void manyDistinctNamesOpenFewWatches() {
        IntStream.range(0, 3_000).forEach(i -> {
            fixture.discovery.follow("unknown-" + i);
            fixture.advance(Duration.ofMillis(10));
        });

        assertThat(registry.watchRequests).hasSizeLessThan(40);
    }

    @Test
    void waitingForAForgottenNameFails() {
        registry.isDown();
        CachedService first = fixture.discovery.follow("first");
        fixture.advance(Duration.ofMillis(1));

        IntStream.range(0, 2 * MAX_EMPTY).forEach(i -> fixture.discovery.follow("unknown-" + i));

        assertThatThrownBy(first::awaitKnown)
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Too many other services");
    }

    private void storm(int names) {
        IntStream.range(0, names).forEach(i -> {
            fixture.discovery.follow("unknown-" + i);
            if (i % 100 == 0) {
                fixture.advance(Duration.ofMillis(10));
            }
        });
        fixture.advance(Duration.ofSeconds(2));
    }
}
