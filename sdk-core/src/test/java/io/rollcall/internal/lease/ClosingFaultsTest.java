package io.rollcall.internal.lease;

import static io.rollcall.testing.ScriptedRegistry.RequestKind.DEREGISTER;
import static io.rollcall.testing.ScriptedRegistry.RequestKind.REGISTER;
import static io.rollcall.testing.ScriptedRegistry.RequestKind.RENEW;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.testing.ScriptedRegistry.RequestKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the fault catalogue about how a registration ends. */
class ClosingFaultsTest extends OnVirtualTime {

    @Test
    @DisplayName("F01 a removal waits for the request that is under way")
    void removalWaitsForTheRequestUnderWay() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.before(request -> {
            if (request.kind() == RENEW) {
                loop.closeAsync();
                time.advance(ofSeconds(3));
                assertThat(registry.requestKinds()).doesNotContain(DEREGISTER);
            }
        });

        status(loop, InstanceStatus.DOWN);
        time.runDue();
        time.advance(ofSeconds(1));

        assertThat(registry.requestKinds()).endsWith(DEREGISTER).containsOnlyOnce(DEREGISTER);
        assertThat(registry.registered()).isEmpty();
    }

    @Test
    @DisplayName("F01 a first registration that is under way when all is closed is removed after it")
    void registrationUnderWayIsRemovedAfterIt() {
        registry.before(request -> registrar.closeAsync());

        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(2));

        assertThat(registry.requestKinds()).startsWith(REGISTER).endsWith(DEREGISTER);
        assertThat(registry.registered()).isEmpty();
        assertThat(loop.state()).isEqualTo(State.CLOSED);
    }

    @ParameterizedTest(
            name = "F01 the response to a request that was under way does not delay the removal, failed: {0}")
    @ValueSource(booleans = {false, true})
    void responseUnderWayDoesNotDelayTheRemoval(boolean fails) {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.before(request -> {
            if (request.kind() == RENEW) {
                time.advance(ofSeconds(3));
                failIf(fails, Kind.UNAVAILABLE);
            }
        });

        loop.closeAsync();
        time.runDue();

        assertThat(registry.requestKinds()).endsWith(RENEW, DEREGISTER);
        assertThat(registry.moments()).last().isEqualTo(ofSeconds(4));
    }

    @Test
    @DisplayName("F02 nothing is sent after the removal, whatever is called")
    void nothingIsSentAfterTheRemoval() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        loop.closeAsync();
        assertThatThrownBy(() -> status(loop, InstanceStatus.UP)).isInstanceOf(IllegalStateException.class);
        time.advance(ofSeconds(2));

        assertThatThrownBy(() -> status(loop, InstanceStatus.UP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CLOSED");
        loop.wake();
        loop.checkOverdue();
        time.advance(ofMinutes(10));

        assertThat(registry.requestKinds()).endsWith(DEREGISTER).containsOnlyOnce(DEREGISTER);
    }

    @Test
    @DisplayName("F03 one owner sends heartbeats; a late \"unknown\" after close registers nothing")
    void lateUnknownAfterCloseChangesNothing() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.before(request -> {
            if (request.kind() == RENEW) {
                loop.closeAsync();
                time.advance(ofMillis(1_500));
                throw new RegistryException(Kind.NOT_FOUND, "late");
            }
        });

        status(loop, InstanceStatus.DOWN);
        time.advance(ofMinutes(5));

        assertThat(registry.requestKinds()).containsExactly(REGISTER, RENEW, DEREGISTER);
    }

    @ParameterizedTest(name = "F03 the response to a removal that was given up changes nothing, failed: {0}")
    @ValueSource(booleans = {false, true})
    void responseAfterTheEndChangesNothing(boolean fails) {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.before(request -> {
            if (request.kind() == DEREGISTER) {
                time.advance(ofSeconds(10));
                failIf(fails, Kind.CONFLICT);
            }
        });

        loop.closeAsync();
        time.advance(ofMinutes(1));

        assertThat(loop.state()).isEqualTo(State.ABANDONED);
        assertThat(events).last().isEqualTo("DRAINING → ABANDONED");
    }

    @Test
    @DisplayName("F04 a registry that comes back does not bring back what was removed")
    void reconnectDoesNotResurrect() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.fails(Kind.UNAVAILABLE);
        time.advance(ofSeconds(20));
        loop.closeAsync();
        time.advance(ofSeconds(3));
        registry.heals();
        registry.forgetsAll();
        time.advance(ofMinutes(5));

        assertThat(loop.state()).isEqualTo(State.CLOSED);
        assertThat(registry.registered()).isEmpty();
    }

    @Test
    @DisplayName("F04 a pause longer than the lease while draining does not bring the instance back")
    void pauseWhileDrainingDoesNotResurrect() {
        OnVirtualTime patient = with(new RegistrationConfig(null, ofMinutes(2), ofSeconds(5), false));
        LeaseLoop loop = patient.register(orders());
        patient.time.advance(ofSeconds(1));
        loop.closeAsync();
        patient.time.advance(ofSeconds(15));

        patient.time.leap(ofSeconds(40));
        patient.time.advance(ofMinutes(5));

        assertThat(patient.registry.requestKinds()).containsOnlyOnce(REGISTER).endsWith(DEREGISTER);
        assertThat(loop.state()).isEqualTo(State.CLOSED);
    }

    @Test
    @DisplayName("F05 a removal that fails is retried until it is acknowledged")
    void failedRemovalIsRetried() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.fails(Kind.TIMEOUT);
        loop.closeAsync();
        time.advance(ofSeconds(3));
        assertThat(loop.state()).isEqualTo(State.DRAINING);
        assertThat(registrar.registrations())
                .singleElement()
                .satisfies(remaining -> assertThat(remaining).isSameAs(loop));

        registry.heals();
        time.advance(ofSeconds(2));

        assertThat(loop.state()).isEqualTo(State.CLOSED);
        assertThat(registry.registered()).isEmpty();
        assertThat(registrar.registrations()).isEmpty();
    }

    @Test
    @DisplayName("F05 a removal that is never acknowledged is given up at the deadline, and reported")
    void removalIsGivenUpAtTheDeadlineAndReported() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        registry.fails(Kind.UNAVAILABLE);

        loop.closeAsync();
        time.advance(ofSeconds(6));

        assertThat(loop.state()).isEqualTo(State.ABANDONED);
        assertThat(loop.lastError()).get().extracting(RegistryException::kind).isEqualTo(Kind.UNAVAILABLE);
        int sent = registry.received().size();
        time.advance(ofMinutes(5));
        assertThat(registry.received()).hasSize(sent);
    }

    @Test
    @DisplayName("F07 the order of a shutdown is draining, wait, deregister, and only then the transport")
    void shutdownKeepsItsOrder() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));

        registrar.closeAsync().thenRun(registry::close);
        time.advance(ofMillis(900));
        assertThat(registry.requestKinds()).containsExactly(REGISTER, RENEW);
        assertThat(registry.isClosed()).isFalse();
        time.advance(ofMillis(100));

        assertThat(registry.requestKinds()).containsExactly(REGISTER, RENEW, DEREGISTER);
        assertThat(loop.state()).isEqualTo(State.CLOSED);
        assertThat(registry.isClosed()).isTrue();
    }

    @Test
    @DisplayName("F07 a draining instance keeps its lease however long the drain delay")
    void drainingKeepsItsLease() {
        OnVirtualTime patient = with(new RegistrationConfig(null, ofMinutes(2), ofSeconds(5), false));
        LeaseLoop loop = patient.register(orders());
        patient.time.advance(ofSeconds(1));

        loop.closeAsync();
        patient.time.advance(ofSeconds(119));

        assertThat(patient.registry.registered())
                .singleElement()
                .extracting(ServiceInstance::status)
                .isEqualTo(InstanceStatus.DRAINING);
    }

    @Test
    void removalIsSentThoughTheRegistrationGotNoResponse() {
        registry.after(request -> {
            if (request.kind() == RequestKind.REGISTER) {
                throw new RegistryException(Kind.TIMEOUT, "the response was lost");
            }
        });
        LeaseLoop loop = register(orders());
        time.runDue();
        assertThat(registry.registered()).hasSize(1);

        loop.closeAsync();
        time.advance(ofSeconds(1));

        assertThat(registry.registered()).isEmpty();
        assertThat(loop.state()).isEqualTo(State.CLOSED);
    }

    private static void failIf(boolean fails, Kind kind) {
        if (fails) {
            throw new RegistryException(kind, "scripted");
        }
    }
}
