package io.rollcall.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollcall.Rollcall;
import io.rollcall.event.HealthChangedEvent;
import io.rollcall.event.HeartbeatOverdueEvent;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RegistrationMetricsTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final MockRegistry registry = MockRegistry.start();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RollcallMetrics metrics = RollcallMetrics.in(meters);
    private final Rollcall rollcall = Rollcall.builder()
            .registry(registry.uri().toString())
            .drainDelay(Duration.ZERO)
            .listener(metrics)
            .build();

    @AfterEach
    void end() {
        rollcall.close();
        registry.close();
    }

    @Test
    void aRegistrationHasMetersUntilItEnds() {
        Registration me = register();
        me.awaitUp(SOON);
        assertThat(gauge("rollcall.registration.registered")).isEqualTo(1);
        assertThat(gauge("rollcall.registration.healthy")).isEqualTo(1);

        me.close();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                meters.find("rollcall.registration.registered").gauges())
                        .isEmpty());
        assertThat(transitionsTo("registered")).isEqualTo(1);
        assertThat(transitionsTo("closed")).isEqualTo(1);
    }

    @Test
    @DisplayName("F34 a registry that is down at the start shows as an instance that is not registered")
    void aRegistrationThatNeverSucceededHasMetersToo() {
        registry.stop();

        register();

        assertThat(gauge("rollcall.registration.registered")).isZero();
        registry.restart();
    }

    @Test
    @DisplayName("F29 late events of a registration that has ended do not affect the next one of its id")
    void theNextRegistrationOfTheSameIdHasMeters() {
        Registration before = register();
        before.awaitUp(SOON);
        before.close();
        register().awaitUp(SOON);

        metrics.onHealthChanged(new HealthChangedEvent(before, false, "late"));
        metrics.onRegistrationStateChanged(
                new RegistrationStateChangedEvent(before, Registration.State.DRAINING, Registration.State.CLOSED));

        assertThat(gauge("rollcall.registration.registered")).isEqualTo(1);
        assertThat(gauge("rollcall.registration.healthy")).isEqualTo(1);
    }

    @Test
    @DisplayName("F11 a heartbeat that is overdue is counted")
    void overdueHeartbeatsAreCounted() {
        metrics.onHeartbeatOverdue(new HeartbeatOverdueEvent(register(), Duration.ofSeconds(11)));

        assertThat(meters.get("rollcall.registration.overdue")
                        .tag("service", "order-service")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private Registration register() {
        return rollcall.register(ServiceInstance.named("order-service")
                .id("o-1")
                .host("127.0.0.1")
                .port(8080)
                .build());
    }

    private double gauge(String name) {
        return meters.get(name)
                .tags("service", "order-service", "instance.id", "o-1")
                .gauge()
                .value();
    }

    private double transitionsTo(String state) {
        return meters.get("rollcall.registration.transitions")
                .tags("service", "order-service", "state", state)
                .counter()
                .count();
    }
}
