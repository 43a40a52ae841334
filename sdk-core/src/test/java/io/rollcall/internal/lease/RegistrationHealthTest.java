package io.rollcall.internal.lease;

import static io.rollcall.testing.ScriptedRegistry.RequestKind.DEREGISTER;
import static io.rollcall.testing.ScriptedRegistry.RequestKind.REGISTER;
import static io.rollcall.testing.ScriptedRegistry.RequestKind.RENEW;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.internal.health.Health;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.testing.ScriptedRegistry.Received;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How the results of health checks affect a registration. */
class RegistrationHealthTest extends OnVirtualTime {

    @BeforeEach
    void start() {
        health = Health.of(InstanceStatus.STARTING, "db: no result yet");
    }

    @Test
    void isStartingUntilThereIsAResultAndThenUpAtOnce() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        assertThat(statuses()).containsExactly(InstanceStatus.STARTING);
        assertThat(loop.whenUp()).isNotDone();
        assertThat(loop.isUp()).isFalse();

        checksReport(InstanceStatus.UP);

        assertThat(statuses()).containsExactly(InstanceStatus.STARTING, InstanceStatus.UP);
        assertThat(loop.whenUp()).isCompleted();
        assertThat(loop.isUp()).isTrue();
        assertThat(events).containsExactly("REGISTERING → REGISTERED", "healthy");
    }

    @Test
    void resultThatExistsBeforeIsRegisteredAtOnce() {
        checksReport(InstanceStatus.UP);
        register(orders());
        time.runDue();

        assertThat(statuses()).containsExactly(InstanceStatus.UP);
    }

    @Test
    void resultIsSentAtOnceAndNotWithTheNextHeartbeat() {
        LeaseLoop loop = registeredAndUp();

        checksReport(InstanceStatus.DOWN);

        assertThat(statuses()).endsWith(InstanceStatus.DOWN);
        assertThat(time.elapsed()).isEqualTo(ofSeconds(1));
        assertThat(loop.instance().status()).isEqualTo(InstanceStatus.DOWN);
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
        assertThat(events).last().isEqualTo("unhealthy: db: found DOWN");
        checksReport(InstanceStatus.UP);
        assertThat(statuses()).endsWith(InstanceStatus.DOWN, InstanceStatus.UP);
    }

    @Test
    void drainingByTheUserIsNotOverriddenAndItsEndSendsTheResult() {
        LeaseLoop loop = registeredAndUp();
        loop.drain();
        time.runDue();

        checksReport(InstanceStatus.DOWN);
        checksReport(InstanceStatus.UP);
        checksReport(InstanceStatus.DOWN);
        assertThat(statuses()).containsExactly(InstanceStatus.UP, InstanceStatus.DRAINING);
        status(loop, InstanceStatus.UP);
        time.runDue();

        assertThat(statuses()).endsWith(InstanceStatus.DRAINING, InstanceStatus.DOWN);
    }

    @Test
    void updateWhileDownDoesNotTakeTheResultForTheUsersChoice() {
        LeaseLoop loop = registeredAndUp();
        checksReport(InstanceStatus.DOWN);

        loop.update(instance -> instance.weight(7));
        time.runDue();
        checksReport(InstanceStatus.UP);

        assertThat(registry.registered()).singleElement().satisfies(held -> {
            assertThat(held.status()).isEqualTo(InstanceStatus.UP);
            assertThat(held.weight()).isEqualTo(7);
        });
    }

    @Test
    @DisplayName("F06 a registration after a loss sends the newest result")
    void reRegistrationSendsTheNewestResult() {
        registeredAndUp();
        registry.fails(Kind.UNAVAILABLE);
        checksReport(InstanceStatus.DOWN);
        registry.forgetsAll();
        registry.heals();
        time.advance(ofSeconds(20));

        assertThat(registry.registered())
                .singleElement()
                .extracting(ServiceInstance::status)
                .isEqualTo(InstanceStatus.DOWN);
        assertThat(registry.requestKinds()).endsWith(REGISTER, RENEW);
    }

    @Test
    @DisplayName("F02 a result after the removal has begun is not sent")
    void resultAfterTheRemovalIsNotSent() {
        LeaseLoop loop = registeredAndUp();
        loop.closeAsync();
        time.advance(ofMillis(500));
        checksReport(InstanceStatus.DOWN);
        time.advance(ofSeconds(1));
        checksReport(InstanceStatus.UP);
        time.advance(ofSeconds(60));

        assertThat(registry.requestKinds()).endsWith(DEREGISTER).containsOnlyOnce(DEREGISTER);
        assertThat(statuses()).containsExactly(InstanceStatus.UP, InstanceStatus.DRAINING, InstanceStatus.DRAINING);
        assertThat(events).noneMatch(event -> event.startsWith("unhealthy"));
        assertThat(loop.state()).isEqualTo(State.CLOSED);
    }

    private LeaseLoop registeredAndUp() {
        checksReport(InstanceStatus.UP);
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        return loop;
    }

    private void checksReport(InstanceStatus status) {
        health = Health.of(status, status == InstanceStatus.UP ? "" : "db: found " + status);
        registrar.healthChanged();
        time.runDue();
    }

    private List<InstanceStatus> statuses() {
        return registry.received().stream()
                .map(Received::instance)
                .map(ServiceInstance::status)
                .toList();
    }
}
