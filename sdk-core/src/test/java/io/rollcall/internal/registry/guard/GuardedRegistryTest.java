package io.rollcall.internal.registry.guard;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.testing.ScriptedEndpoint;
import io.rollcall.testing.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedRegistryTest {
    private static final ServiceInstance ORDERS =
            ServiceInstance.named("orders").id("o-1").host("10.0.0.1").port(80).build();

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<Duration> pauses = new ArrayList<>();
    private final ScriptedEndpoint a = new ScriptedEndpoint("a");
    private final ScriptedEndpoint b = new ScriptedEndpoint("b");
    private final GuardedRegistry guarded = over(a, b);

    private GuardedRegistry over(ScriptedEndpoint... endpoints) {
        return GuardedRegistry.over(List.of(endpoints), time, inGivenOrder(), duration -> {
            pauses.add(duration);
            time.advance(duration);
        });
    }

    /** Keeps the given order of endpoints, and yields the longest wait of every jitter. */
    private static Randomness inGivenOrder() {
        return () -> -1L;
    }

    @Test
    void staysWithOneEndpointWhileItIsHealthy() {
        for (int call = 0; call < 20; call++) {
            guarded.renew(ORDERS);
        }

        assertThat(a.calls()).isEqualTo(20);
        assertThat(b.calls()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNAVAILABLE", "TIMEOUT"})
    void failsOverAtOnceAndLeavesTheFailedEndpointAlone(Kind kind) {
        a.fails(kind);
        for (int call = 0; call < 20; call++) {
            guarded.renew(ORDERS);
        }

        assertThat(b.calls()).isEqualTo(20);
        assertThat(a.calls()).isEqualTo(2);
        assertThat(pauses).isEmpty();
    }

    @Test
    void returnsAfterRecovery() {
        a.fails(Kind.UNAVAILABLE);
        guarded.renew(ORDERS);
        guarded.renew(ORDERS);
        a.heals();
        time.advance(Duration.ofMillis(1_001));

        guarded.renew(ORDERS);
        guarded.renew(ORDERS);

        assertThat(a.calls()).isEqualTo(4);
        assertThat(b.calls()).isEqualTo(2);
    }

    @Test
    void endpointThatStaysDownIsTriedLessAndLess() {
        a.fails(Kind.UNAVAILABLE);
        for (int second = 0; second < 60; second++) {
            guarded.renew(ORDERS);
            time.advance(ofSeconds(1));
        }

        assertThat(a.calls()).isBetween(8, 14);
        assertThat(b.calls()).isEqualTo(60);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NOT_FOUND", "CONFLICT", "UNAUTHORIZED", "INVALID"})
    void rejectionIsTheResultAndOpensNoBreaker(Kind kind) {
        a.fails(kind);
        for (int call = 0; call < 10; call++) {
            assertThatThrownBy(() -> guarded.renew(ORDERS))
                    .isInstanceOfSatisfying(
                            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
        }

        assertThat(a.calls()).isEqualTo(10);
        assertThat(b.calls()).isZero();
    }

    @Test
    void readsAreRetriedOnceAfterAPause() {
        a.failsOnce(Kind.UNAVAILABLE);
        b.failsOnce(Kind.TIMEOUT);

        assertThat(guarded.services()).isEmpty();

        assertThat(pauses)
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofMillis(50), Duration.ofMillis(250)));
    }

    @Test
    void leaseRequestsAreNotRetriedHereSinceTheirLoopSchedulesThem() {
        a.fails(Kind.UNAVAILABLE);
        b.fails(Kind.TIMEOUT);

        assertThatThrownBy(() -> guarded.register(ORDERS)).isInstanceOf(RegistryException.class);

        assertThat(a.calls()).isOne();
        assertThat(b.calls()).isOne();
        assertThat(pauses).isEmpty();
    }

    @Test
    void readsFailAtOnceWhileEveryBreakerIsOpenButLeaseRequestsAreSent() {
        a.fails(Kind.UNAVAILABLE);
        b.fails(Kind.UNAVAILABLE);
        openBoth();
        int before = a.calls() + b.calls();

        assertThatThrownBy(guarded::services).hasMessageContaining("No endpoint of [a, b] responds");
        assertThat(a.calls() + b.calls()).isEqualTo(before);
        assertThatThrownBy(() -> guarded.deregister(ORDERS)).isInstanceOf(RegistryException.class);
        assertThat(a.calls() + b.calls()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("F16 due requests are tried at one endpoint after the other while all breakers are open")
    void dueRequestsRotateOverTheEndpoints() {
        a.fails(Kind.UNAVAILABLE);
        b.fails(Kind.UNAVAILABLE);
        openBoth();
        int atA = a.calls();
        int atB = b.calls();

        for (int call = 0; call < 4; call++) {
            assertThatThrownBy(() -> guarded.renew(ORDERS)).isInstanceOf(RegistryException.class);
        }

        assertThat(a.calls() - atA).isEqualTo(2);
        assertThat(b.calls() - atB).isEqualTo(2);
    }

    @Test
    @DisplayName("F16 an open breaker never delays a due lease request, and its success closes the breaker")
    void dueRequestClosesTheBreaker() {
        a.fails(Kind.UNAVAILABLE);
        b.fails(Kind.UNAVAILABLE);
        openBoth();
        a.heals();
        b.heals();

        guarded.renew(ORDERS);

        assertThat(guarded.services()).isEmpty();
    }

    private void openBoth() {
        for (int call = 0; call < 3; call++) {
            assertThatThrownBy(() -> guarded.renew(ORDERS)).isInstanceOf(RegistryException.class);
        }
    }

    @Test
    @DisplayName("F18 a stepping wall clock neither opens nor closes a breaker")
    void wallClockDoesNotMatter() {
        a.fails(Kind.UNAVAILABLE);
        guarded.renew(ORDERS);
        guarded.renew(ORDERS);
        a.heals();
        time.stepWallClock(Duration.ofDays(3));

        guarded.renew(ORDERS);

        assertThat(a.calls()).isEqualTo(2);
    }

    @Test
    @DisplayName("F19 each process draws its own order of endpoints")
    void orderIsDrawnByEachProcess() {
        Set<String> orders = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            List<ScriptedEndpoint> endpoints = List.of(a, b, new ScriptedEndpoint("c"));
            orders.add(GuardedRegistry.over(endpoints, time, Randomness.seeded(seed), pause -> {})
                    .toString());
        }

        assertThat(orders).hasSize(6);
    }

    @Test
    void watchThatBreaksCountsAgainstItsEndpointAndOneThatConnectsForIt() {
        for (int time = 0; time < 2; time++) {
            guarded.watch(Set.of("orders"), new NoOpListener());
            a.listener().ended(new RegistryException(Kind.UNAVAILABLE, "broken"));
        }
        guarded.watch(Set.of("orders"), new NoOpListener());
        assertThat(b.watches()).isOne();

        time.advance(ofSeconds(2));
        guarded.watch(Set.of("orders"), new NoOpListener());
        a.listener().alive();
        a.listener().ended(new RegistryException(Kind.UNAVAILABLE, "broken once"));
        guarded.watch(Set.of("orders"), new NoOpListener());

        assertThat(a.watches()).isEqualTo(4);
    }

    @Test
    void aWatchWithoutASignOfLifePreventsNoRequest() {
        for (int time = 0; time < 2; time++) {
            guarded.watch(Set.of("orders"), new NoOpListener());
            a.listener().ended(new RegistryException(Kind.UNAVAILABLE, "broken"));
        }
        time.advance(ofSeconds(2));
        guarded.watch(Set.of("orders"), new NoOpListener());
        int before = a.calls();

        guarded.renew(ORDERS);

        assertThat(a.calls()).isEqualTo(before + 1);
    }

    @Test
    void needsAnEndpoint() {
        assertThatThrownBy(() -> over())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("registry: no endpoint");
    }

    @Test
    @DisplayName("F42 unreadable responses about one service leave the endpoint open for all others")
    void unreadableServiceCountsAgainstItselfOnly() {
        GuardedRegistry alone = over(a);
        a.isUnreadableFor("huge");
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> alone.fetch("huge", null)).isInstanceOf(RegistryException.class);
        }

        assertThat(alone.fetch("orders", null)).isPresent();
    }

    @Test
    void endpointWhoseResponsesAreAllUnreadableIsLeftAlone() {
        a.isUnreadableFor("orders");
        a.isUnreadableFor("users");
        for (int i = 0; i < 4; i++) {
            guarded.fetch("orders", null);
            guarded.fetch("users", null);
        }
        int before = a.calls();

        guarded.fetch("orders", null);

        assertThat(a.calls()).isEqualTo(before);
    }
}
