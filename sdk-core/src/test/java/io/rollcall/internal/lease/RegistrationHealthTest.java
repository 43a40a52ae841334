package io.rollcall.internal.lease;

import static io.rollcall.testing.ScriptedRegistry.Told.DEREGISTER;
import static io.rollcall.testing.ScriptedRegistry.Told.REGISTER;
import static io.rollcall.testing.ScriptedRegistry.Told.RENEW;
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

/** What the health checks' verdicts make of a registration. */
class RegistrationHealthTest extends OnVirtualTime {

    @BeforeEach
    void start() {
        health = Health.of(InstanceStatus.STARTING, "db: no result yet");
    }

    @Test
    void isStartingUntilThereIsAVerdictAndThenUpAtOnce() {
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        assertThat(told()).containsExactly(InstanceStatus.STARTING);
        assertThat(loop.whenUp()).isNotDone();
        assertThat(loop.isUp()).isFalse();

        finds(InstanceStatus.UP);

        assertThat(told()).containsExactly(InstanceStatus.STARTING, InstanceStatus.UP);
        assertThat(loop.whenUp()).isCompleted();
        assertThat(loop.isUp()).isTrue();
        assertThat(heard).containsExactly("REGISTERING → REGISTERED", "healthy");
    }

    @Test
    void verdictThatIsThereBeforeIsRegisteredAtOnce() {
        finds(InstanceStatus.UP);
        register(orders());
        time.runDue();

        assertThat(told()).containsExactly(InstanceStatus.UP);
    }

    @Test
    void verdictIsToldAtOnceAndNotAtTheNextBeat() {
        LeaseLoop loop = registeredAndUp();

        finds(InstanceStatus.DOWN);

        assertThat(told()).endsWith(InstanceStatus.DOWN);
        assertThat(time.elapsed()).isEqualTo(ofSeconds(1));
        assertThat(loop.instance().status()).isEqualTo(InstanceStatus.DOWN);
        assertThat(loop.state()).isEqualTo(State.REGISTERED);
        assertThat(heard).last().isEqualTo("unhealthy: db: found DOWN");
        finds(InstanceStatus.UP);
        assertThat(told()).endsWith(InstanceStatus.DOWN, InstanceStatus.UP);
    }

    @Test
    void drainingByTheUserIsNotOverriddenAndItsEndTellsTheVerdict() {
        LeaseLoop loop = registeredAndUp();
        loop.drain();
        time.runDue();

        finds(InstanceStatus.DOWN);
        finds(InstanceStatus.UP);
        finds(InstanceStatus.DOWN);
        assertThat(told()).containsExactly(InstanceStatus.UP, InstanceStatus.DRAINING);
        status(loop, InstanceStatus.UP);
        time.runDue();

        assertThat(told()).endsWith(InstanceStatus.DRAINING, InstanceStatus.DOWN);
    }

    @Test
    void updateWhileDownDoesNotTakeTheVerdictForTheUsersWish() {
        LeaseLoop loop = registeredAndUp();
        finds(InstanceStatus.DOWN);

        loop.update(instance -> instance.weight(7));
        time.runDue();
        finds(InstanceStatus.UP);

        assertThat(registry.held()).singleElement().satisfies(held -> {
            assertThat(held.status()).isEqualTo(InstanceStatus.UP);
            assertThat(held.weight()).isEqualTo(7);
        });
    }

    @Test
    @DisplayName("F06 a registration after a loss sends the newest verdict")
    void reRegistrationSendsTheNewestVerdict() {
        registeredAndUp();
        registry.fails(Kind.UNAVAILABLE);
        finds(InstanceStatus.DOWN);
        registry.forgetsAll();
        registry.heals();
        time.advance(ofSeconds(20));

        assertThat(registry.held())
                .singleElement()
                .extracting(ServiceInstance::status)
                .isEqualTo(InstanceStatus.DOWN);
        assertThat(registry.told()).endsWith(REGISTER, RENEW);
    }

    @Test
    @DisplayName("F02 a verdict after the removal has begun is not sent")
    void verdictAfterTheRemovalIsNotSent() {
        LeaseLoop loop = registeredAndUp();
        loop.closeAsync();
        time.advance(ofMillis(500));
        finds(InstanceStatus.DOWN);
        time.advance(ofSeconds(1));
        finds(InstanceStatus.UP);
        time.advance(ofSeconds(60));

        assertThat(registry.told()).endsWith(DEREGISTER).containsOnlyOnce(DEREGISTER);
        assertThat(told()).containsExactly(InstanceStatus.UP, InstanceStatus.DRAINING, InstanceStatus.DRAINING);
        assertThat(heard).noneMatch(news -> news.startsWith("unhealthy"));
        assertThat(loop.state()).isEqualTo(State.CLOSED);
    }

    private LeaseLoop registeredAndUp() {
        finds(InstanceStatus.UP);
        LeaseLoop loop = register(orders());
        time.advance(ofSeconds(1));
        return loop;
    }

    private void finds(InstanceStatus status) {
        health = Health.of(status, status == InstanceStatus.UP ? "" : "db: found " + status);
        registrar.healthChanged();
        time.runDue();
    }

    private List<InstanceStatus> told() {
        return registry.received().stream()
                .map(Received::instance)
                .map(ServiceInstance::status)
                .toList();
    }
}
