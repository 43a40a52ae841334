package io.rollcall.internal.discovery;

import static io.rollcall.internal.discovery.DiscoveryFixture.ids;
import static io.rollcall.internal.discovery.DiscoveryFixture.instance;
import static io.rollcall.internal.discovery.DiscoveryFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.loadbalancer.NoInstanceException;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Candidates;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.model.ServiceSnapshot.Source;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
    private final DiscoveryFixture fixture = new DiscoveryFixture();
    private final WatchedRegistry registry = fixture.registry;

    @Test
    void allWaitingCallersShareOneLookUp() {
        registry.holds("incarnation-1", 1, up("a"));
        CachedService users = fixture.discovery.follow("users");

        CompletableFuture<ServiceSnapshot> one = users.ready().toCompletableFuture();
        CompletableFuture<ServiceSnapshot> two = users.ready().toCompletableFuture();
        fixture.time.runDue();

        assertThat(one).isCompletedWithValueMatching(s -> s.instances().size() == 1);
        assertThat(two).isCompletedWithValueMatching(s -> s.instances().size() == 1);
        assertThat(registry.fetches).hasSize(1);
        assertThat(fixture.discovery.follow("users")).isSameAs(users);
    }

    @Test
    void pushedChangesAreThereAtOnce() {
        CachedService users = followedWith(up("a"));
        int requestsBefore = registry.fetches.size();

        registry.pushes("incarnation-1", 2, up("a"), up("b"));

        assertThat(ids(users)).containsExactly("a", "b");
        assertThat(users.balancer().snapshot().source()).isEqualTo(Source.PUSH);
        assertThat(registry.fetches).hasSize(requestsBefore);
    }

    @Test
    void pullsAreTheSafetyNetOfAWatchThatPublishesNothing() {
        CachedService users = followedWith(up("a"));
        registry.holds("incarnation-1", 2, up("b"));

        fixture.advance(Duration.ofSeconds(31));

        assertThat(ids(users)).containsExactly("b");
        assertThat(users.balancer().snapshot().source()).isEqualTo(Source.PULL);
    }

    @Test
    void anUnchangedResponseRenewsTheAge() {
        CachedService users = followedWith(up("a"));

        fixture.advance(Duration.ofMinutes(10));

        assertThat(users.balancer().snapshot().age()).isLessThan(Duration.ofSeconds(31));
        assertThat(registry.fetches).hasSizeBetween(20, 30);
    }

    @Test
    void withoutAWatchServicesAreFetchedMoreOften() {
        registry.pushes = false;
        followedWith(up("a"));
        int requestsBefore = registry.fetches.size();

        fixture.advance(Duration.ofMinutes(1));

        assertThat(registry.fetches.size() - requestsBefore).isBetween(12, 15);
    }

    @Test
    @DisplayName("F26 a registry that is down for an hour changes nothing but the age")
    void staleDataBeatsNoData() {
        CachedService users = followedWith(up("a"));
        registry.isDown();

        fixture.advance(Duration.ofHours(1));

        assertThat(users.balancer().choose().id()).isEqualTo("a");
        assertThat(users.balancer().snapshot().age()).isGreaterThan(Duration.ofMinutes(59));

        registry.holds("incarnation-1", 2, up("b"));
        registry.isUp();
        fixture.advance(Duration.ofSeconds(6));

        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    @DisplayName("F11 F26 an unusable response changes nothing, and the next request is sent")
    void unusableResponsesAreSurvived() {
        CachedService users = followedWith(up("a"));
        registry.failure = new IllegalStateException("a bug of a backend");
        registry.endWatches();
        fixture.advance(Duration.ofMinutes(1));
        assertThat(ids(users)).containsExactly("a");
        assertThat(registry.fetches).hasSizeBetween(12, 60);

        registry.holds("incarnation-1", 2, up("b"));
        registry.isUp();
        fixture.advance(Duration.ofSeconds(6));

        assertThat(ids(users)).containsExactly("b");
        assertThat(registry.open).hasSize(1);
    }

    @Test
    @DisplayName("F11 a system that cannot create threads stops neither fetches nor the watch")
    void errorOfTheThreadPoolIsSurvived() {
        CachedService users = followedWith(up("a"));
        fixture.io = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        registry.endWatches();
        fixture.advance(Duration.ofMinutes(1));

        registry.holds("incarnation-1", 2, up("b"));
        fixture.io = fixture.time;
        fixture.advance(Duration.ofSeconds(6));

        assertThat(ids(users)).containsExactly("b");
        assertThat(registry.open).hasSize(1);
    }

    @ParameterizedTest(name = "F11 a strategy that throws affects no other service, when it compiles: {0}")
    @ValueSource(booleans = {true, false})
    void strategyThatThrowsAffectsNoOtherService(boolean compiling) {
        fixture.policies.put(
                "odd", ServicePolicy.builder().strategy(new Throwing(compiling)).build());
        CachedService users = followedWith(up("a"));
        fixture.followed("odd");
        registry.push(new ServiceView("odd", "incarnation-1", 1, List.of(up("x")), ""));
        registry.holds("incarnation-1", 2, up("b"));

        fixture.advance(Duration.ofSeconds(31));

        assertThat(ids(users)).containsExactly("b");
    }

    @Test
    @DisplayName("F14 an older revision never replaces a newer one, pushed or pulled")
    void olderRevisionIsDropped() {
        CachedService users = followedWith(up("a"));
        ServiceView old = registry.holds("incarnation-1", 1, up("a"));
        registry.pushes("incarnation-1", 3, up("c"));

        registry.push(old);
        registry.holds("incarnation-1", 2, up("b"));
        fixture.advance(Duration.ofSeconds(31));

        assertThat(ids(users)).containsExactly("c");
        assertThat(users.balancer().snapshot().revision()).isEqualTo(3);
    }

    @Test
    @DisplayName("F14 a response that was under way when the registry restarted is stale")
    void responseOfThePreviousIncarnationIsDropped() {
        CachedService users = followedWith(up("a"));
        registry.holds("incarnation-1", 9, up("dead"));
        registry.onFetch = () -> registry.push(new ServiceView("users", "incarnation-2", 1, List.of(up("a")), ""));

        fixture.advance(Duration.ofSeconds(31));

        assertThat(ids(users)).containsExactly("a");
        assertThat(users.balancer().snapshot().revision()).isEqualTo(1);
    }

    @Test
    @DisplayName("F20 a registry that restarts may count from the beginning")
    void newIncarnationMayHaveLowRevisions() {
        CachedService users = followedWith(up("a"));
        registry.pushes("incarnation-1", 500, up("a"));

        registry.pushes("incarnation-2", 1, up("a"), up("b"));

        assertThat(ids(users)).containsExactly("a", "b");
    }

    @Test
    @DisplayName("F27 new metadata at a known address is a change")
    void metadataIsAChange() {
        CachedService users = followedWith(up("a"));
        List<ServiceSnapshot> received = new ArrayList<>();
        users.subscribe(event -> received.add(event.after()));

        registry.pushes("incarnation-1", 2, instance("a").zone("eu-1b").build());
        fixture.time.runDue();

        assertThat(users.balancer().choose().zone()).isEqualTo("eu-1b");
        assertThat(received)
                .singleElement()
                .satisfies(s -> assertThat(s.revision()).isEqualTo(2));
    }

    @Test
    @DisplayName("F28 an instance that restarts on another port is called there at once")
    void newAddressReplacesTheOld() {
        CachedService users =
                followedWith(instance("a").generation(1).port(1000).build());

        registry.pushes(
                "incarnation-1", 2, instance("a").generation(2).port(2000).build());

        assertThat(users.balancer().choose().port()).isEqualTo(2000);
        assertThat(ids(users)).containsExactly("a");
    }

    @Test
    void unknownServicesAreKnownToBeEmpty() {
        CachedService unknown = fixture.followed("unknown");

        assertThat(unknown.isKnown()).isTrue();
        assertThatThrownBy(() -> unknown.balancer().choose()).isInstanceOf(NoInstanceException.class);
    }

    @Test
    void afterAFailedLookUpNoCallerBlocksUntilThereIsASnapshot() {
        registry.isDown();
        CachedService users = fixture.discovery.follow("users");
        assertThatThrownBy(users::awaitKnown).hasMessageContaining("did not respond within PT0.05S");
        CompletableFuture<ServiceSnapshot> attempt = users.ready().toCompletableFuture();
        fixture.time.runDue();

        assertThat(attempt).isCompletedExceptionally();
        assertThat(users.ready().toCompletableFuture()).isNotDone();
        assertThatThrownBy(users::awaitKnown)
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll("Nothing is known of users yet", "The registry is down.");

        registry.isUp();
        fixture.advance(Duration.ofSeconds(6));

        users.awaitKnown();
        assertThat(users.ready().toCompletableFuture()).isCompleted();
    }

    @Test
    void subscribersThatThrowAffectNoOther() {
        CachedService users = followedWith(up("a"));
        List<Long> received = new ArrayList<>();
        users.subscribe(event -> {
            throw new IllegalStateException("a listener's bug");
        });
        users.subscribe(event -> received.add(event.after().revision()));

        registry.pushes("incarnation-1", 2, up("b"));
        registry.pushes("incarnation-1", 3, up("c"));
        fixture.time.runDue();

        assertThat(received).containsExactly(2L, 3L);
    }

    @Test
    @DisplayName("F29 names that are never registered are forgotten, and looked up again when requested again")
    void servicesWithoutInstancesAreForgotten() {
        CachedService known = followedWith(up("a"));
        CachedService unknown = fixture.followed("unknown");
        fixture.advance(Duration.ofMinutes(11));

        assertThat(fixture.forgotten).containsExactly("unknown");
        assertThat(unknown.isKnown()).isFalse();
        assertThat(known.isKnown()).isTrue();
        assertThat(fixture.followed("unknown")).isNotSameAs(unknown);
    }

    @Test
    @DisplayName("F29 ten thousand instances that come and go leave nothing behind")
    void instancesThatAreGoneLeaveNothing() {
        CachedService users = followedWith(up("stays"));
        List<WeakReference<ServiceInstance>> seen = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            ServiceInstance passing = instance("i-" + i).build();
            seen.add(new WeakReference<>(passing));
            registry.pushes("incarnation-1", 2 + i, up("stays"), passing);
        }
        registry.pushes("incarnation-1", 20_000, up("stays"));
        fixture.time.runDue();
        fixture.events.clear();

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return seen.stream().allMatch(instance -> instance.get() == null);
        });
        assertThat(ids(users)).containsExactly("stays");
    }

    @Test
    void closeEndsTheWatchAndAllFetches() {
        CachedService users = followedWith(up("a"));
        registry.isDown();
        CompletableFuture<ServiceSnapshot> never =
                fixture.discovery.follow("other").ready().toCompletableFuture();

        fixture.discovery.close();
        int requestsBefore = registry.fetches.size();
        fixture.advance(Duration.ofMinutes(5));

        assertThat(registry.open).isEmpty();
        assertThat(registry.fetches.size() - requestsBefore).isLessThanOrEqualTo(1);
        assertThat(never).isCompletedExceptionally();
        assertThat(users.balancer().choose().id()).isEqualTo("a");
        assertThatThrownBy(() -> fixture.discovery.follow("new")).isInstanceOf(IllegalStateException.class);
    }

    private CachedService followedWith(ServiceInstance... instances) {
        registry.holds("incarnation-1", 1, instances);
        return fixture.followed("users");
    }

    private record Throwing(boolean compiling) implements Strategy {
        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public Picker compile(Candidates candidates) {
            if (compiling) {
                throw new IllegalStateException("a strategy's bug");
            }
            return request -> candidates.list().get(0);
        }

        @Override
        public void tick(Candidate candidate, long nowNanos) {
            throw new IllegalStateException("a strategy's bug");
        }
    }
}
