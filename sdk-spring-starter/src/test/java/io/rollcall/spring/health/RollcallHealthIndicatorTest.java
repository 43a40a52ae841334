package io.rollcall.spring.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.spring.RollcallAutoConfiguration;
import io.rollcall.spring.RollcallRegistration;
import io.rollcall.spring.RollcallRegistrationAutoConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RollcallHealthIndicatorTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final MockRegistry registry = MockRegistry.start();
    private final ApplicationContextRunner caller = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RollcallAutoConfiguration.class,
                    RollcallRegistrationAutoConfiguration.class,
                    RollcallHealthAutoConfiguration.class))
            .withPropertyValues("spring.application.name=worker", "rollcall.registry=" + registry.uri());
    private final ApplicationContextRunner worker = caller.withPropertyValues(
            "rollcall.instance.host=127.0.0.1", "rollcall.instance.port=7000", "rollcall.drain-delay=0s");

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void isUpWhileRegistered() {
        worker.run(context -> {
            context.getBean(RollcallRegistration.class).current().orElseThrow().awaitUp(SOON);

            Health health = health(context);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("registration", "REGISTERED")
                    .containsEntry("service", "worker")
                    .containsEntry("registry", "reachable");
        });
    }

    @Test
    @DisplayName("F34 a registry that is down does not make the application DOWN")
    void isUnknownUntilTheRegistryResponds() {
        registry.stop();

        worker.run(context -> {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(health(context).getDetails().get("registry"))
                            .asString()
                            .contains("127.0.0.1"));
            assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(health(context).getDetails()).containsEntry("registration", "REGISTERING");
            registry.restart();
        });
    }

    @Test
    void isOutOfServiceOnceDeregistered() {
        worker.run(context -> {
            context.getBean(RollcallRegistration.class).stop();

            assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        });
    }

    @Test
    void ofAnUnregisteredApplicationIsThatOfTheRegistry() {
        caller.run(context -> {
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails()).containsEntry("registration", "none");

            registry.stop();

            assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
        });
    }

    @Test
    void canBeTurnedOff() {
        caller.withPropertyValues("management.health.rollcall.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("rollcallHealthIndicator"));
    }

    @Test
    void actuatorIsOptional() {
        caller.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("rollcallHealthIndicator"));
    }

    private static Health health(AssertableApplicationContext context) {
        return context.getBean(RollcallHealthIndicator.class).health();
    }
}
