package io.rollcall.internal.lease;

import static io.rollcall.testing.ScriptedRegistry.RequestKind.REGISTER;
import static io.rollcall.testing.ScriptedRegistry.RequestKind.RENEW;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of the fault catalogue about how a registration is kept alive. */
class RegistrationFaultsTest extends OnVirtualTime {

    @Test
    @DisplayName("F06 registering again sends the newest metadata, never the first")
    void registeringAgainSendsTheNewest() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.fails(Kind.UNAVAILABLE);
        loop.update(instance -> instance.metadata("colour", "green").weight(7));
        time.advance(ofSeconds(5));
        registry.heals();
        registry.forgetsAll();
        time.advance(ofSeconds(11));
        registry.forgetsAll();
        time.advance(ofSeconds(11));

        assertThat(registry.registered()).singleElement().satisfies(instance -> {
            assertThat(instance.metadata("colour")).isEqualTo("green");
            assertThat(instance.weight()).isEqualTo(7);
        });
    }

    @Test
    @DisplayName("F06 what changes while a request is under way is sent after it")
    void changeDuringARequestIsSentAfterIt() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.before(request -> {
            registry.heals();
            loop.update(instance -> instance.weight(7));
        });

        status(loop, InstanceStatus.DOWN);
        time.runDue();

        assertThat(registry.requestKinds()).containsExactly(REGISTER, RENEW, REGISTER);
        assertThat(registry.registered())
                .singleElement()
                .satisfies(instance -> assertThat(instance.weight()).isEqualTo(7));
    }

    @Test
    @DisplayName("F08 an emptied registry gets the instance back with the next heartbeat")
    void emptiedRegistryGetsItBack() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(25));
        registry.forgetsAll();

        time.advance(ofSeconds(11));

        assertThat(registry.registered()).hasSize(1);
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
        assertThat(registry.requestKinds()).filteredOn(REGISTER::equals).hasSize(2);
        assertThat(registry.requestKinds()).endsWith(RENEW, REGISTER);
        int last = registry.moments().size() - 1;
        assertThat(registry.moments().get(last)).isEqualTo(registry.moments().get(last - 1));
    }

    @Test
    @DisplayName("F08 silent loss, where renewals go on succeeding, is found by the self-check")
    void silentLossIsFound() {
        register(orders());
        time.advance(ofSeconds(5));
        registry.losesSilently();

        time.advance(ofSeconds(110));

        assertThat(registry.requestKinds()).filteredOn(kind -> kind == REGISTER).hasSize(2);
    }

    @Test
    @DisplayName("F10 an older session's entry is replaced, not taken for its own")
    void olderEntryIsReplaced() {
        registry.holdsFromElsewhere(
                orders().toBuilder().generation(1).host("10.9.9.9").build());

        LeaseLoop loop = register(orders());
        time.runDue();

        assertThat(registry.registered()).singleElement().isEqualTo(loop.instance());
    }

    @Test
    @DisplayName("F10 a newer process takes the id over: this one stops and reports it")
    void newerGenerationSupersedes() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        ServiceInstance newer = orders().toBuilder().generation(Long.MAX_VALUE).build();
        registry.holdsFromElsewhere(newer);
        time.advance(ofSeconds(11));

        assertThat(loop.state()).isEqualTo(State.SUPERSEDED);
        assertThatThrownBy(() -> loop.awaitUp(ofSeconds(1)))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        loop.closeAsync();
        int sent = registry.received().size();
        time.advance(ofSeconds(15));
        assertThat(registry.received()).hasSize(sent);
        assertThat(registry.registered()).containsExactly(newer);
    }

    @Test
    @DisplayName("F10 closing an instance that a newer process replaced leaves that one alone")
    void olderGenerationCannotRemoveNewer() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        ServiceInstance newer = orders().toBuilder().generation(Long.MAX_VALUE).build();
        registry.holdsFromElsewhere(newer);

        loop.closeAsync();
        time.advance(ofSeconds(6));

        assertThat(loop.state()).isEqualTo(State.CLOSED);
        assertThat(registry.registered()).containsExactly(newer);
    }

    @Test
    @DisplayName("F11 an unexpected exception is counted, and heartbeats go on")
    void unexpectedExceptionDoesNotStopTheHeartbeats() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(5));
        registry.before(request -> {
            throw new IllegalStateException("a bug");
        });
        time.advance(ofSeconds(10));
        assertThat(loop.lastError())
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("a bug");

        registry.heals();
        time.advance(ofSeconds(11));

        assertThat(loop.state()).isEqualTo(State.REGISTERED);
        assertThat(registry.requestKinds()).endsWith(RENEW);
    }

    @Test
    @DisplayName("F16 between attempts never more than a third of the TTL passes, however long the outage")
    void attemptsAreNeverFurtherApartThanAThirdOfTheTtl() {
        registry.fails(Kind.TIMEOUT);
        register(orders());

        time.advance(Duration.ofHours(1));

        assertThat(RegistrationLoopTest.gaps(registry.moments()))
                .hasSizeGreaterThan(500)
                .allSatisfy(gap -> assertThat(gap).isLessThanOrEqualTo(ofSeconds(10)));
    }

    @Test
    @DisplayName("F16 an outage shorter than the TTL less one beat costs no lease")
    void shortOutageCostsNoLease() {
        register(orders());
        for (int outage = 0; outage < 50; outage++) {
            time.advance(ofSeconds(20));
            registry.fails(Kind.UNAVAILABLE);
            time.advance(ofSeconds(9));
            registry.heals();
            time.advance(ofSeconds(10));
            assertThat(registry.registered()).as("after outage %d", outage).hasSize(1);
        }
        assertThat(registry.requestKinds()).containsOnlyOnce(REGISTER);
    }

    @Test
    @DisplayName("F17 after a pause of the process longer than the TTL it registers at once")
    void longPauseIsFollowedByARegistration() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(12));

        time.leap(ofSeconds(31));

        assertThat(registry.requestKinds()).endsWith(REGISTER);
        assertThat(registry.moments()).filteredOn(ofSeconds(43)::equals).hasSize(1);
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
    }

    @Test
    @DisplayName("F17 a lease counts from when its renewal was sent, however late the response")
    void leaseCountsFromWhenItsRenewalWasSent() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.before(request -> {
            time.advance(ofSeconds(25));
            registry.fails(Kind.UNAVAILABLE);
        });

        status(loop, InstanceStatus.DOWN);
        time.advance(ofSeconds(4));
        assertThat(loop.state()).isEqualTo(State.REGISTERED);

        time.advance(ofSeconds(2));
        assertThat(loop.state()).isEqualTo(State.LOST);
    }

    @Test
    @DisplayName("F18 a stepping wall clock moves no heartbeat")
    void wallClockMovesNoHeartbeat() {
        register(orders());
        time.advance(ofSeconds(5));
        time.stepWallClock(Duration.ofDays(-400));
        time.advance(ofSeconds(30));
        time.stepWallClock(Duration.ofDays(800));
        time.advance(ofSeconds(30));

        assertThat(registry.requestKinds()).containsOnlyOnce(REGISTER);
        assertThat(RegistrationLoopTest.gaps(registry.moments()))
                .allSatisfy(gap -> assertThat(gap).isBetween(ofSeconds(9), ofSeconds(11)));
    }

    @Test
    @DisplayName("F18 a clock set back before a restart does not lock the new process out")
    void clockSetBackBeforeRestartDoesNotLockOut() {
        registry.holdsFromElsewhere(
                orders().toBuilder().generation(Long.MAX_VALUE).build());
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(29));
        assertThat(loop.state()).isEqualTo(State.REGISTERING);
        assertThat(loop.lastError()).get().extracting(RegistryException::kind).isEqualTo(Kind.CONFLICT);

        time.advance(ofSeconds(12));

        assertThat(loop.state()).isEqualTo(State.REGISTERED);
    }

    @Test
    @DisplayName("F18 F28 registering again in one process has a higher generation, whatever the clock does")
    void generationRisesThoughTheClockFalls() {
        LeaseLoop first = register(orders());
        time.advance(ofSeconds(1));
        first.closeAsync();
        time.stepWallClock(Duration.ofDays(-1));

        LeaseLoop second = register(orders().toBuilder().port(9090).build());
        time.advance(ofSeconds(10));

        assertThat(second.instance().generation())
                .isGreaterThan(first.instance().generation());
        assertThat(first.state()).isEqualTo(State.CLOSED);
        assertThat(registry.registered()).containsExactly(second.instance());
    }

    @Test
    @DisplayName("F23 two instances on one host are independent")
    void instancesOfOneHostAreIndependent() {
        LeaseLoop one = register(
                ServiceInstance.named("orders").host("10.0.0.1").port(8080).build());
        LeaseLoop other = register(
                ServiceInstance.named("orders").host("10.0.0.1").port(8081).build());
        time.advance(ofSeconds(1));
        assertThat(registry.registered()).hasSize(2);

        one.closeAsync();
        time.advance(ofSeconds(2));

        assertThat(registry.registered()).containsExactly(other.instance());
    }

    @ParameterizedTest(name = "F34 a registry that is {0} at start for an hour is joined when it is back")
    @EnumSource(
            value = Kind.class,
            names = {"UNAVAILABLE", "TIMEOUT", "UNAUTHORIZED", "INVALID"})
    void registryDownAtStartIsJoinedLater(Kind kind) {
        registry.fails(kind);
        LeaseLoop loop = register(orders());
        time.advance(Duration.ofHours(1));
        assertThat(loop.state()).isEqualTo(State.REGISTERING);

        registry.heals();
        time.advance(ofSeconds(10));

        assertThat(loop.state()).isEqualTo(State.REGISTERED);
        assertThat(loop.lastError()).isEmpty();
    }

    @Test
    void leaseThatRanOutDuringAnOutageIsShownAsLost() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.fails(Kind.UNAVAILABLE);
        time.advance(ofSeconds(20));
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
        assertThat(loop.lastError()).isPresent();

        time.advance(ofSeconds(20));
        assertThat(loop.state()).isEqualTo(State.LOST);
    }

    @Test
    @DisplayName("F11 the watchdog wakes a loop whose timer was lost, and the overdue heartbeat is reported")
    void watchdogWakesALoopWithoutATimer() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        blocking = task -> {
            throw new IllegalStateException("this task is lost");
        };
        time.advance(ofSeconds(14));
        blocking = Runnable::run;

        time.advance(ofSeconds(14));

        assertThat(overdue).hasSize(1);
        assertThat(registry.requestKinds()).startsWith(REGISTER, RENEW).doesNotHaveDuplicates();
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
    }

    @Test
    @DisplayName("F11 a system that cannot create threads stops no heartbeat for ever")
    void errorOfTheThreadPoolIsSurvived() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        blocking = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        time.advance(ofSeconds(15));
        blocking = Runnable::run;

        time.advance(ofSeconds(14));

        assertThat(registry.requestKinds()).startsWith(REGISTER, RENEW);
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
    }

    @Test
    @DisplayName("F11 an exception in the timers' own code ends no timer")
    void timersOutliveAnExceptionOfTheirOwn() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        AtomicInteger thrown = new AtomicInteger();
        onClock = () -> {
            thrown.incrementAndGet();
            throw new IllegalStateException("a bug");
        };
        time.advance(ofSeconds(15));
        onClock = () -> {};

        time.advance(ofSeconds(14));

        assertThat(thrown).hasValueGreaterThan(1);
        assertThat(registry.requestKinds()).startsWith(REGISTER, RENEW);
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
    }

    @Test
    @DisplayName("F11 a listener that throws stops neither heartbeats nor later events")
    void listenerThatThrowsAffectsNothing() {
        onEvent = () -> {
            throw new IllegalStateException("a listener's bug");
        };
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(11));
        loop.closeAsync();
        time.advance(ofSeconds(2));

        assertThat(events).containsExactly("REGISTERING → REGISTERED", "REGISTERED → DRAINING", "DRAINING → CLOSED");
        assertThat(registry.registered()).isEmpty();
    }
}
