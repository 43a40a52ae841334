package io.rollcall.internal.lease;

import static io.rollcall.testing.ScriptedRegistry.RequestKind.DEREGISTER;
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
import io.rollcall.testing.ScriptedRegistry.Received;
import io.rollcall.testing.ScriptedRegistry.RequestKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistrationLoopTest extends OnVirtualTime {

    @Test
    void isRegisteredAndThenRenewedAtTheLeasesInterval() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(60));

        assertThat(registry.requestKinds()).startsWith(REGISTER, RENEW).containsOnly(REGISTER, RENEW);
        assertThat(gaps(registry.moments()).subList(0, 5))
                .allSatisfy(gap -> assertThat(gap).isBetween(ofSeconds(9), ofSeconds(11)));
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
        assertThat(loop.lastError()).isEmpty();
    }

    @Test
    void heartbeatOverrideIsUsedButNeverBeyondHalfTheLease() {
        OnVirtualTime hasty = with(new RegistrationConfig(ofSeconds(2), ofSeconds(1), ofSeconds(5), false));
        hasty.register(orders());
        hasty.time.advance(ofSeconds(10));
        assertThat(hasty.registry.received()).hasSizeBetween(5, 7);

        OnVirtualTime lazy = with(new RegistrationConfig(ofSeconds(300), ofSeconds(1), ofSeconds(5), false));
        lazy.register(orders());
        lazy.time.advance(ofSeconds(300));
        assertThat(lazy.registry.requestKinds()).containsOnlyOnce(REGISTER);
    }

    @Test
    void statusIsSentAtOnceAndNotWithTheNextHeartbeat() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));

        status(loop, InstanceStatus.DOWN);
        time.runDue();

        Received last = registry.received().get(registry.received().size() - 1);
        assertThat(last.at()).isEqualTo(ofSeconds(1));
        assertThat(last.kind()).isEqualTo(RENEW);
        assertThat(last.instance().status()).isEqualTo(InstanceStatus.DOWN);
    }

    @Test
    void metadataIsSentAtOnceByRegisteringAgain() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));

        loop.update(instance -> instance.metadata("colour", "green"));
        time.runDue();

        assertThat(registry.requestKinds()).containsExactly(REGISTER, REGISTER);
        assertThat(registry.registered())
                .singleElement()
                .extracting(i -> i.metadata("colour"))
                .isEqualTo("green");
    }

    @Test
    void updateRejectsAnotherIdentity() {
        LeaseLoop loop = register(orders());

        assertThatThrownBy(() -> loop.update(instance -> instance.id("another")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders/another (expected: still orders/o-1");
    }

    @Test
    void closeDrainsWaitsAndDeregisters() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));

        loop.closeAsync();
        time.runDue();
        assertThat(loop.state()).isEqualTo(State.DRAINING);
        assertThat(registry.registered())
                .singleElement()
                .extracting(ServiceInstance::status)
                .isEqualTo(InstanceStatus.DRAINING);
        time.advance(ofSeconds(1));

        assertThat(registry.requestKinds()).containsExactly(REGISTER, RENEW, DEREGISTER);
        assertThat(registry.moments().get(2)).isEqualTo(ofSeconds(2));
        assertThat(loop.state()).isEqualTo(State.CLOSED);
        assertThat(registry.registered()).isEmpty();
    }

    @Test
    void closingWhatWasNeverRegisteredNeedsNoRegistry() {
        registry.fails(Kind.UNAUTHORIZED);
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(60));

        assertThat(loop.closeAsync()).isCompletedWithValue(State.CLOSED);
        assertThat(registry.requestKinds()).doesNotContain(DEREGISTER);
    }

    @Test
    void awaitUpNamesTheLastErrorAndWhatToDo() {
        registry.fails(Kind.UNAUTHORIZED);
        LeaseLoop loop = register(orders());
        time.runDue();

        assertThatThrownBy(() -> loop.awaitUp(Duration.ofMillis(1)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("orders/o-1 REGISTERING: not UP after PT0.001S")
                .hasMessageContaining("the last attempt: scripted UNAUTHORIZED")
                .hasMessageContaining("Next: ");
    }

    @Test
    void awaitUpWaitsForStatusUp() {
        LeaseLoop loop =
                register(orders().toBuilder().status(InstanceStatus.STARTING).build());
        time.runDue();
        assertThat(loop.whenUp()).isNotDone();

        status(loop, InstanceStatus.UP);
        time.runDue();

        assertThat(loop.whenUp()).isCompleted();
        loop.awaitUp(Duration.ZERO);
    }

    @Test
    void secondRegistrationOfAnIdIsRejected() {
        register(orders());

        assertThatThrownBy(() -> register(orders()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("orders/o-1: already registered by this process");
    }

    @Test
    void failFastFailsWithTheFirstFailureAndLeavesNothingBehind() {
        OnVirtualTime strict = with(new RegistrationConfig(null, ofSeconds(1), ofSeconds(5), true));
        strict.registry.fails(Kind.UNAUTHORIZED);

        assertThatThrownBy(() -> strict.register(orders())).isInstanceOf(RegistryException.class);
        strict.time.advance(ofSeconds(60));

        assertThat(strict.registry.requestKinds()).containsExactly(REGISTER);
        assertThat(strict.registrar.registrations()).isEmpty();
    }

    @Test
    void failFastTriesOnceToRemoveWhatMayBeRegistered() {
        OnVirtualTime strict = with(new RegistrationConfig(null, ofSeconds(1), ofSeconds(5), true));
        strict.registry.fails(Kind.TIMEOUT);

        assertThatThrownBy(() -> strict.register(orders())).isInstanceOf(RegistryException.class);
        strict.time.advance(ofSeconds(60));

        assertThat(strict.registry.requestKinds()).containsExactly(REGISTER, DEREGISTER);
        assertThat(strict.registrar.registrations()).isEmpty();
    }

    @Test
    void closingTheRegistrarClosesAllInParallel() {
        IntStream.range(0, 50)
                .forEach(i -> register(orders().toBuilder().id("o-" + i).build()));
        time.advance(ofSeconds(5));

        assertThat(registrar.closeAsync()).isNotDone();
        time.advance(ofSeconds(1));

        assertThat(registrar.closeAsync()).isCompleted();
        assertThat(registry.registered()).isEmpty();
        assertThat(time.pending()).isZero();
        assertThatThrownBy(() -> register(orders())).isInstanceOf(IllegalStateException.class);
    }

    static List<Duration> gaps(List<Duration> moments) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < moments.size(); i++) {
            gaps.add(moments.get(i).minus(moments.get(i - 1)));
        }
        return gaps;
    }

    @Test
    @DisplayName("F33 an instance needs a port, and no web server")
    void needsAPortAndNoWebServer() {
        register(ServiceInstance.named("worker").port(9000).build());
        time.runDue();

        assertThat(registry.registered()).singleElement().satisfies(instance -> {
            assertThat(instance.authority()).isEqualTo("192.0.2.7:9000");
            assertThat(instance.generation()).isPositive();
        });
        assertThat(registry.requestKinds()).containsExactly(RequestKind.REGISTER);
    }
}
