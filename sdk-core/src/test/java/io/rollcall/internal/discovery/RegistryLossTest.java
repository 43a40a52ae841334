package io.rollcall.internal.discovery;

import static io.rollcall.internal.discovery.DiscoveryFixture.draining;
import static io.rollcall.internal.discovery.DiscoveryFixture.ids;
import static io.rollcall.internal.discovery.DiscoveryFixture.instance;
import static io.rollcall.internal.discovery.DiscoveryFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Departure;
import io.rollcall.registry.ServiceView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which removals take effect when a registry suddenly lists fewer instances. */
class RegistryLossTest {
    private static final Duration JUST_WITHIN = DiscoveryFixture.PROTECTION.minusSeconds(2);
    private static final Duration BEYOND = Duration.ofSeconds(3);

    private final DiscoveryFixture fixture = new DiscoveryFixture();
    private final WatchedRegistry registry = fixture.registry;

    @Test
    @DisplayName("F12 after an empty list of a restarted registry the instances are retained, and reported as such")
    void emptyListOfANewIncarnationRetainsInstances() {
        CachedService users = followedWith(up("a"));

        registry.pushes("incarnation-2", 0);

        assertThat(ids(users)).containsExactly("a");
        assertThat(users.retained()).extracting(ServiceInstance::id).containsExactly("a");
        assertThat(users.balancer().choose().id()).isEqualTo("a");
    }

    @Test
    @DisplayName("F12 a fleet that is gone in one step is retained within one incarnation too")
    void wholeFleetGoneAtOnceIsRetained() {
        CachedService users = followedWith(up("a"), up("b"), up("c"));

        registry.pushes("incarnation-1", 2);

        assertThat(ids(users)).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("F12 a pulled empty list is treated like a pushed one")
    void pulledEmptyListRetainsInstances() {
        registry.pushes = false;
        CachedService users = followedWith(up("a"), up("b"));

        registry.holds("incarnation-2", 0);
        fixture.advance(Duration.ofSeconds(6));

        assertThat(registry.fetches).hasSizeGreaterThan(1);
        assertThat(users.retained()).hasSize(2);
    }

    @Test
    @DisplayName("F13 the bound is hard, whatever the registry reports meanwhile")
    void boundIsHard() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("incarnation-2", 0);
        fixture.advance(Duration.ofSeconds(15));
        registry.pushes("incarnation-3", 0);
        registry.pushes("incarnation-3", 1);
        fixture.advance(Duration.ofSeconds(13));
        assertThat(ids(users)).containsExactly("a", "b");

        fixture.advance(BEYOND);

        assertThat(ids(users)).isEmpty();
        assertThat(users.retained()).isEmpty();
    }

    @Test
    @DisplayName("F13 a later loss does not prolong an earlier one")
    void boundIsEachInstancesOwn() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("incarnation-2", 0, up("b"));
        fixture.advance(Duration.ofSeconds(15));
        registry.pushes("incarnation-3", 0);
        fixture.advance(Duration.ofSeconds(14));
        assertThat(ids(users)).containsExactly("a", "b");

        fixture.advance(BEYOND);

        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    @DisplayName("F26 a registry that is emptied and then becomes unreachable removes no instance")
    void boundStopsWithoutTheRegistry() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("incarnation-2", 0);
        registry.isDown();

        fixture.advance(Duration.ofHours(1));

        assertThat(ids(users)).containsExactly("a", "b");
        assertThat(users.retained()).hasSize(2);
    }

    @Test
    @DisplayName("F26 once it is back, live instances have the time to register again")
    void boundGoesOnWhenTheRegistryIsBack() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("incarnation-2", 0);
        fixture.advance(Duration.ofSeconds(1));
        registry.isDown();
        fixture.advance(Duration.ofMinutes(5));
        registry.isUp();

        fixture.advance(JUST_WITHIN);
        assertThat(ids(users)).containsExactly("a", "b");

        registry.pushes("incarnation-2", 1, up("b"));
        fixture.advance(Duration.ofSeconds(10));
        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    @DisplayName("F26 a registry that crashes after each start, empty each time, removes no instance")
    void crashLoopRemovesNoInstance() {
        CachedService users = followedWith(up("a"), up("b"));

        for (int incarnation = 2; incarnation < 7; incarnation++) {
            registry.isUp();
            fixture.advance(Duration.ofSeconds(5));
            registry.pushes("incarnation-" + incarnation, 0);
            registry.isDown();
            fixture.advance(Duration.ofSeconds(60));
        }

        assertThat(ids(users)).containsExactly("a", "b");
    }

    @Test
    @DisplayName("F13 protection ends once the registry has responded for that long, with pauses or without")
    void boundEndsOverPauses() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("incarnation-2", 0);

        for (int pause = 0; pause < 4; pause++) {
            fixture.advance(Duration.ofSeconds(12));
            registry.isDown();
            fixture.advance(Duration.ofSeconds(60));
            registry.isUp();
        }

        assertThat(ids(users)).isEmpty();
    }

    @Test
    void lastOneThatDeregistersIsBelievedAtOnce() {
        CachedService users = followedWith(up("a"));

        registry.pushes("incarnation-1", 2);

        assertThat(ids(users)).isEmpty();
    }

    @Test
    void fleetThatDrainedFirstIsBelievedAtOnce() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("incarnation-1", 2, draining("a"), draining("b"));

        registry.pushes("incarnation-1", 3);

        assertThat(ids(users)).isEmpty();
    }

    @Test
    void someOfManyThatGoAreBelievedAtOnce() {
        CachedService users = followedWith(up("a"), up("b"), up("c"));

        registry.pushes("incarnation-1", 2, up("c"));

        assertThat(ids(users)).containsExactly("c");
    }

    @Test
    @DisplayName("F12 instances that return one by one take their place among the retained ones")
    void thoseThatReturnOneByOneDoNotReplaceTheOthers() {
        CachedService users = followedWith(up("a"), up("b"), up("c"));

        registry.pushes("incarnation-2", 1, instance("b").version("2.0").build());

        assertThat(ids(users)).containsExactly("a", "b", "c");
        assertThat(users.retained()).extracting(ServiceInstance::id).containsExactly("a", "c");
        assertThat(users.balancer().snapshot().instances())
                .filteredOn(i -> i.id().equals("b"))
                .extracting(ServiceInstance::version)
                .containsExactly("2.0");

        fixture.advance(JUST_WITHIN.plus(BEYOND));

        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    void onceBackAnInstanceIsRemovedLikeAnyOther() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("incarnation-2", 1, up("a"));
        registry.pushes("incarnation-2", 2, up("a"), up("b"));

        registry.pushes("incarnation-2", 3, up("b"));

        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    void anotherInstanceAtTheSameAddressReplacesTheRetainedOne() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("incarnation-2", 0);
        ServiceInstance successor = up("a").toBuilder().id("a-restarted").build();

        registry.pushes("incarnation-2", 1, successor);

        assertThat(ids(users)).containsExactly("a-restarted", "b");
    }

    @Test
    void instancesThatWereDrainingAreNotRetained() {
        CachedService users = followedWith(up("a"), draining("b"));

        registry.pushes("incarnation-2", 0);

        assertThat(ids(users)).containsExactly("a");
    }

    @Test
    void protectionCanBeTurnedOff() {
        try (DiscoveryFixture trusting = new DiscoveryFixture(1, Duration.ZERO)) {
            trusting.registry.holds("incarnation-1", 1, up("a"), up("b"));
            CachedService users = trusting.followed("users");

            trusting.registry.pushes("incarnation-2", 0);

            assertThat(ids(users)).isEmpty();
        }
    }

    private CachedService followedWith(ServiceInstance... instances) {
        registry.holds("incarnation-1", 1, instances);
        return fixture.followed("users");
    }

    @Test
    @DisplayName("F36 a fleet whose leases run out one by one is preserved once most of it has")
    void leasesThatRunOutOneByOneArePreserved() {
        CachedService users = followedWith(up("a"), up("b"), up("c"), up("d"));

        expires(2, List.of("a"), up("b"), up("c"), up("d"));
        assertThat(ids(users)).containsExactly("b", "c", "d");
        expires(3, List.of("a", "b"), up("c"), up("d"));
        assertThat(ids(users)).containsExactly("c", "d");
        expires(4, List.of("a", "b", "c"), up("d"));
        expires(5, List.of("a", "b", "c", "d"));

        assertThat(ids(users)).containsExactly("a", "b", "c", "d");
        assertThat(users.retained()).hasSize(4);
    }

    @Test
    @DisplayName("F36 a lease that ran out is preserved though its registry reports the reason later")
    void reasonMayComeLater() {
        CachedService users = followedWith(up("a"), up("b"), up("c"));
        expires(2, List.of("a"), up("c"));
        assertThat(ids(users)).containsExactly("c");

        expires(3, List.of("a", "b"), up("c"));

        assertThat(ids(users)).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("F36 preserved instances are removed once most of the fleet is back")
    void preservationEndsWhenMostAreBack() {
        CachedService users = followedWith(up("a"), up("b"), up("c"));
        expires(2, List.of("a", "b"), up("c"));
        assertThat(ids(users)).containsExactly("a", "b", "c");

        expires(3, List.of("a"), up("b"), up("c"));

        assertThat(ids(users)).containsExactly("b", "c");
    }

    @Test
    @DisplayName("F36 the bound of preserved instances is hard")
    void preservationIsBounded() {
        CachedService users = followedWith(up("a"), up("b"), up("c"));
        expires(2, List.of("a", "b", "c"));
        fixture.advance(JUST_WITHIN);
        assertThat(ids(users)).containsExactly("a", "b", "c");

        fixture.advance(BEYOND);

        assertThat(ids(users)).isEmpty();
    }

    @Test
    @DisplayName("F36 a fleet that was removed in one step is believed at once")
    void removedFleetIsNotRetained() {
        CachedService users = followedWith(up("a"), up("b"));

        registry.push(registry.holds(view(2, Map.of("a", Departure.DEREGISTERED, "b", Departure.DRAINED))));
        fixture.time.runDue();

        assertThat(ids(users)).isEmpty();
    }

    private void expires(long revision, List<String> expired, ServiceInstance... left) {
        Map<String, Departure> departures = new HashMap<>();
        expired.forEach(id -> departures.put(id, Departure.EXPIRED));
        registry.push(registry.holds(view(revision, departures, left)));
        fixture.time.runDue();
    }

    private static ServiceView view(long revision, Map<String, Departure> departures, ServiceInstance... instances) {
        return new ServiceView("users", "incarnation-1", revision, List.of(instances), departures, "tag-" + revision);
    }
}
