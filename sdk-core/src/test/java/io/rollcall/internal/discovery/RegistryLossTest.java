package io.rollcall.internal.discovery;

import static io.rollcall.internal.discovery.DiscoveryFixture.draining;
import static io.rollcall.internal.discovery.DiscoveryFixture.ids;
import static io.rollcall.internal.discovery.DiscoveryFixture.instance;
import static io.rollcall.internal.discovery.DiscoveryFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is believed of a registry that suddenly has fewer instances. */
class RegistryLossTest {
    private static final Duration JUST_WITHIN = DiscoveryFixture.PROTECTION.minusSeconds(2);
    private static final Duration BEYOND = Duration.ofSeconds(3);

    private final DiscoveryFixture fixture = new DiscoveryFixture();
    private final WatchedRegistry registry = fixture.registry;

    @Test
    @DisplayName("F12 an empty list of a registry that begins anew is held back, and shown")
    void emptyListOfANewLifeIsHeldBack() {
        CachedService users = followedWith(up("a"));

        registry.pushes("life-2", 0);

        assertThat(ids(users)).containsExactly("a");
        assertThat(users.heldBack()).extracting(ServiceInstance::id).containsExactly("a");
        assertThat(users.balancer().choose().id()).isEqualTo("a");
    }

    @Test
    @DisplayName("F12 a fleet that is gone in one step is held back within one life too")
    void wholeFleetGoneAtOnceIsHeldBack() {
        CachedService users = followedWith(up("a"), up("b"), up("c"));

        registry.pushes("life-1", 2);

        assertThat(ids(users)).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("F12 a pulled empty list is held back as a pushed one")
    void pulledEmptyListIsHeldBack() {
        registry.pushes = false;
        CachedService users = followedWith(up("a"), up("b"));

        registry.holds("life-2", 0);
        fixture.passes(Duration.ofSeconds(6));

        assertThat(registry.fetches).hasSizeGreaterThan(1);
        assertThat(users.heldBack()).hasSize(2);
    }

    @Test
    @DisplayName("F13 the bound is hard, whatever the registry says meanwhile")
    void boundIsHard() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("life-2", 0);
        fixture.passes(Duration.ofSeconds(15));
        registry.pushes("life-3", 0);
        registry.pushes("life-3", 1);
        fixture.passes(Duration.ofSeconds(13));
        assertThat(ids(users)).containsExactly("a", "b");

        fixture.passes(BEYOND);

        assertThat(ids(users)).isEmpty();
        assertThat(users.heldBack()).isEmpty();
    }

    @Test
    @DisplayName("F13 what is lost later prolongs nothing that was lost before")
    void boundIsEachInstancesOwn() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("life-2", 0, up("b"));
        fixture.passes(Duration.ofSeconds(15));
        registry.pushes("life-3", 0);
        fixture.passes(Duration.ofSeconds(14));
        assertThat(ids(users)).containsExactly("a", "b");

        fixture.passes(BEYOND);

        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    @DisplayName("F26 a registry that is emptied and then cannot be asked takes nobody away")
    void boundStandsStillWithoutTheRegistry() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("life-2", 0);
        registry.isDown();

        fixture.passes(Duration.ofHours(1));

        assertThat(ids(users)).containsExactly("a", "b");
        assertThat(users.heldBack()).hasSize(2);
    }

    @Test
    @DisplayName("F26 once it is back, whoever lives has the time to register again")
    void boundGoesOnWhenTheRegistryIsBack() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("life-2", 0);
        fixture.passes(Duration.ofSeconds(1));
        registry.isDown();
        fixture.passes(Duration.ofMinutes(5));
        registry.isUp();

        fixture.passes(JUST_WITHIN);
        assertThat(ids(users)).containsExactly("a", "b");

        registry.pushes("life-2", 1, up("b"));
        fixture.passes(Duration.ofSeconds(10));
        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    @DisplayName("F26 a registry that fails again at each start, empty each time, takes nobody away")
    void crashLoopTakesNobodyAway() {
        CachedService users = followedWith(up("a"), up("b"));

        for (int life = 2; life < 7; life++) {
            registry.isUp();
            fixture.passes(Duration.ofSeconds(5));
            registry.pushes("life-" + life, 0);
            registry.isDown();
            fixture.passes(Duration.ofSeconds(60));
        }

        assertThat(ids(users)).containsExactly("a", "b");
    }

    @Test
    @DisplayName("F13 protection ends once the registry has answered for so long, with pauses or without")
    void boundEndsOverPauses() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("life-2", 0);

        for (int pause = 0; pause < 4; pause++) {
            fixture.passes(Duration.ofSeconds(12));
            registry.isDown();
            fixture.passes(Duration.ofSeconds(60));
            registry.isUp();
        }

        assertThat(ids(users)).isEmpty();
    }

    @Test
    void lastOneThatDeregistersIsBelievedAtOnce() {
        CachedService users = followedWith(up("a"));

        registry.pushes("life-1", 2);

        assertThat(ids(users)).isEmpty();
    }

    @Test
    void fleetThatDrainedFirstIsBelievedAtOnce() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("life-1", 2, draining("a"), draining("b"));

        registry.pushes("life-1", 3);

        assertThat(ids(users)).isEmpty();
    }

    @Test
    void someOfManyThatGoAreBelievedAtOnce() {
        CachedService users = followedWith(up("a"), up("b"), up("c"));

        registry.pushes("life-1", 2, up("c"));

        assertThat(ids(users)).containsExactly("c");
    }

    @Test
    @DisplayName("F12 instances that return one by one take their place among those kept")
    void thoseThatReturnOneByOneDoNotReplaceTheOthers() {
        CachedService users = followedWith(up("a"), up("b"), up("c"));

        registry.pushes("life-2", 1, instance("b").version("2.0").build());

        assertThat(ids(users)).containsExactly("a", "b", "c");
        assertThat(users.heldBack()).extracting(ServiceInstance::id).containsExactly("a", "c");
        assertThat(users.balancer().snapshot().instances())
                .filteredOn(i -> i.id().equals("b"))
                .extracting(ServiceInstance::version)
                .containsExactly("2.0");

        fixture.passes(JUST_WITHIN.plus(BEYOND));

        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    void onceBackAnInstanceIsRemovedAsAnyOther() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("life-2", 1, up("a"));
        registry.pushes("life-2", 2, up("a"), up("b"));

        registry.pushes("life-2", 3, up("b"));

        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    void anotherInstanceAtTheSameAddressReplacesTheOneKept() {
        CachedService users = followedWith(up("a"), up("b"));
        registry.pushes("life-2", 0);
        ServiceInstance successor = up("a").toBuilder().id("a-restarted").build();

        registry.pushes("life-2", 1, successor);

        assertThat(ids(users)).containsExactly("a-restarted", "b");
    }

    @Test
    void instancesThatWereDrainingAreNotKept() {
        CachedService users = followedWith(up("a"), draining("b"));

        registry.pushes("life-2", 0);

        assertThat(ids(users)).containsExactly("a");
    }

    @Test
    void protectionCanBeTurnedOff() {
        try (DiscoveryFixture trusting = new DiscoveryFixture(1, Duration.ZERO)) {
            trusting.registry.holds("life-1", 1, up("a"), up("b"));
            CachedService users = trusting.followed("users");

            trusting.registry.pushes("life-2", 0);

            assertThat(ids(users)).isEmpty();
        }
    }

    private CachedService followedWith(ServiceInstance... instances) {
        registry.holds("life-1", 1, instances);
        return fixture.followed("users");
    }
}
