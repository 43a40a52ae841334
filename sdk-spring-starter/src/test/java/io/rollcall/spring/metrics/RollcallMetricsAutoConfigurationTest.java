package io.rollcall.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rollcall.metrics.RollcallMetrics;
import io.rollcall.mock.MockRegistry;
import io.rollcall.spring.RollcallAutoConfiguration;
import io.rollcall.spring.RollcallRegistration;
import io.rollcall.spring.RollcallRegistrationAutoConfiguration;
import io.rollcall.spring.TestApplication;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

class RollcallMetricsAutoConfigurationTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final MockRegistry registry = MockRegistry.start();
    private final ApplicationContextRunner app = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    RollcallMetricsAutoConfiguration.class,
                    RollcallAutoConfiguration.class,
                    RollcallRegistrationAutoConfiguration.class))
            .withPropertyValues(
                    "spring.application.name=worker",
                    "rollcall.registry=" + registry.uri(),
                    "rollcall.instance.host=127.0.0.1",
                    "rollcall.instance.port=7000",
                    "rollcall.drain-delay=0s");
    private final ApplicationContextRunner metered = app.withBean(SimpleMeterRegistry.class);

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void metersTheRegistrationOfAnApplicationWithActuator() {
        try (ConfigurableApplicationContext app =
                TestApplication.startWithoutWeb("worker", registry.uri(), "rollcall.instance.port=7000")) {
            app.getBean(RollcallRegistration.class).current().orElseThrow().awaitUp(SOON);

            assertThat(app.getBean(MeterRegistry.class)
                            .get("rollcall.registration.registered")
                            .tag("service", "worker")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        }
    }

    @Test
    void removesAllMeters() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();

        app.withBean("meters", MeterRegistry.class, () -> meters).run(context -> {
            context.getBean(RollcallRegistration.class).current().orElseThrow().awaitUp(SOON);
            assertThat(meters.getMeters()).isNotEmpty();
        });

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void createsNoneWithoutAMeterRegistry() {
        app.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RollcallMetrics.class));
    }

    @Test
    void canBeTurnedOff() {
        metered.withPropertyValues("rollcall.metrics.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RollcallMetrics.class));
        metered.withPropertyValues("rollcall.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RollcallMetrics.class));
    }

    @Test
    void micrometerIsOptional() {
        app.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("rollcallMetrics"));
    }
}
