package io.rollcall.internal.discovery;

import static io.rollcall.internal.discovery.DiscoveryFixture.ids;
import static io.rollcall.internal.discovery.DiscoveryFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.internal.discovery.WatchedRegistry.FetchRequest;
import io.rollcall.internal.discovery.WatchedRegistry.OpenWatch;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WatchFeedTest {
    private final DiscoveryFixture fixture = new DiscoveryFixture();
    private final WatchedRegistry registry = fixture.registry;

    @Test
    void servicesRequestedTogetherShareOneWatch() {
        fixture.discovery.follow("orders");
        fixture.discovery.follow("users");
        fixture.advance(Duration.ofSeconds(1));

        assertThat(registry.watchRequests).hasSize(1);
        assertThat(registry.open)
                .singleElement()
                .satisfies(watch -> assertThat(watch.services).containsExactlyInAnyOrder("orders", "users"));
    }

    @Test
    void aServiceThatJoinsLeavesNoOtherUnwatched() {
        fixture.followed("users");
        OpenWatch before = registry.open.get(0);
        fixture.discovery.follow("orders");
        registry.onFetch = () -> assertThat(before.closed).isFalse();

        fixture.advance(Duration.ofSeconds(1));

        assertThat(before.closed).isTrue();
        assertThat(registry.open)
                .singleElement()
                .satisfies(watch -> assertThat(watch.services).contains("orders", "users"));
    }

    @Test
    void aWatchWhoseRegistryMovedIsReplacedByOneOpenedBesideIt() {
        fixture.followed("users");
        OpenWatch before = registry.open.get(0);
        registry.onWatch = () -> assertThat(before.closed).isFalse();

        before.listener.moved();
        fixture.advance(Duration.ofSeconds(1));

        assertThat(before.closed).isTrue();
        assertThat(registry.open).singleElement().isNotSameAs(before);
        fixture.advance(Duration.ofMinutes(1));
        assertThat(registry.watchRequests).hasSize(2);
    }

    @Test
    void theOldWatchStaysUntilTheNewOneIsConnected() {
        registry.holds("incarnation-1", 1, up("a"));
        CachedService users = fixture.followed("users");
        registry.failure = new IllegalStateException("no further watch");
        fixture.discovery.follow("orders");
        fixture.advance(Duration.ofSeconds(30));

        registry.pushes("incarnation-1", 2, up("b"));

        assertThat(ids(users)).containsExactly("b");
        assertThat(registry.open)
                .singleElement()
                .satisfies(watch -> assertThat(watch.services).containsExactly("users"));
    }

    @Test
    void eventsOfAClosedWatchAreIgnored() {
        registry.holds("incarnation-1", 1, up("a"));
        CachedService users = fixture.followed("users");
        OpenWatch before = registry.open.get(0);
        fixture.followed("orders");

        before.listener.changed(registry.holds("incarnation-1", 9, up("z")));

        assertThat(ids(users)).containsExactly("a");
    }

    @Test
    @DisplayName("F09 a watch that ends without an error is opened again")
    void endedWatchIsOpenedAgain() {
        registry.holds("incarnation-1", 1, up("a"));
        CachedService users = fixture.followed("users");
        fixture.advance(Duration.ofSeconds(20));
        registry.endWatches();

        fixture.advance(Duration.ofSeconds(1));
        registry.pushes("incarnation-1", 2, up("b"));

        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    @DisplayName("F20 a watch that returns at once is rate-limited")
    void watchThatReturnsAtOnceIsRateLimited() {
        registry.pushes = false;
        fixture.followed("users");
        registry.watchRequests.clear();

        fixture.advance(Duration.ofMinutes(10));

        assertThat(registry.watchRequests).hasSizeBetween(120, 400);
    }

    @Test
    @DisplayName("F20 a watch that is connected for a moment only is rate-limited too")
    void watchThatIsConnectedForAMomentIsRateLimited() {
        fixture.followed("users");
        registry.watchRequests.clear();

        for (int tenths = 0; tenths < 6_000; tenths++) {
            registry.endWatches();
            fixture.advance(Duration.ofMillis(100));
        }

        assertThat(registry.watchRequests).hasSizeBetween(120, 400);
    }

    @Test
    void aWatchWithoutASignOfLifeIsReplaced() {
        fixture.followed("users");
        OpenWatch silent = registry.open.get(0);
        registry.silent = true;

        fixture.advance(Duration.ofSeconds(52));

        assertThat(silent.closed).isTrue();
        assertThat(registry.open).hasSize(1);
    }

    @Test
    @DisplayName("F19 after an outage one client's fetches are spread")
    void fetchesAfterAnOutageAreSpread() {
        IntStream.range(0, 200).forEach(i -> {
            registry.holds("s-" + i, "incarnation-1", 1, up("a"));
            fixture.discovery.follow("s-" + i);
        });
        fixture.advance(Duration.ofSeconds(2));
        registry.fetches.clear();
        registry.pushes = false;

        registry.endWatches();
        fixture.advance(Duration.ofSeconds(5));

        List<Duration> moments = registry.fetches.stream().map(FetchRequest::at).toList();
        IntStream.range(0, 4)
                .forEach(second -> assertThat(moments)
                        .filteredOn(at -> at.minusSeconds(2).toSeconds() == second)
                        .hasSizeBetween(15, 90));
    }

    @Test
    @DisplayName("F19 services that were requested together are refreshed apart")
    void refreshesAreSpread() {
        IntStream.range(0, 200).forEach(i -> {
            registry.holds("s-" + i, "incarnation-1", 1, up("a"));
            fixture.discovery.follow("s-" + i);
        });
        fixture.advance(Duration.ofSeconds(2));
        registry.fetches.clear();

        fixture.advance(Duration.ofSeconds(30));

        assertThat(registry.fetches.stream()
                        .map(requestsBefore -> requestsBefore.at().toSeconds())
                        .distinct())
                .as("seconds in which services are fetched, of the last fifth of 30 s")
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    @DisplayName("F19 after an outage clients do not return together")
    void clientsDoNotReturnTogether() {
        Set<Duration> moments = new HashSet<>();
        for (int seed = 1; seed <= 20; seed++) {
            try (DiscoveryFixture client = new DiscoveryFixture(seed, DiscoveryFixture.PROTECTION)) {
                client.followed("users");
                client.advance(Duration.ofSeconds(20));
                client.registry.watchRequests.clear();
                client.registry.endWatches();
                client.advance(Duration.ofSeconds(1));
                moments.add(client.registry.watchRequests.get(0));
            }
        }
        assertThat(moments).hasSizeGreaterThan(18);
    }
}
