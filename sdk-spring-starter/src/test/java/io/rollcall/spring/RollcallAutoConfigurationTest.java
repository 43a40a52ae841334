package io.rollcall.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.rollcall.Rollcall;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.mock.MockRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

class RollcallAutoConfigurationTest {
    private final ApplicationContextRunner app = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(RollcallAutoConfiguration.class, RollcallRegistrationAutoConfiguration.class))
            .withPropertyValues("spring.application.name=caller");
    private final ApplicationContextRunner connected = app.withPropertyValues("rollcall.registry=http://localhost:9");

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void createsOneRollcall() {
        connected.run(
                context -> assertThat(context).hasSingleBean(Rollcall.class).hasSingleBean(RollcallRegistration.class));
    }

    @Test
    void canBeTurnedOff() {
        connected
                .withPropertyValues("rollcall.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(Rollcall.class)
                        .doesNotHaveBean(RollcallRegistration.class));
    }

    @Test
    void keepsTheApplicationsOwnRollcall() {
        Rollcall own = Rollcall.connect("http://localhost:9");

        app.withBean("mine", Rollcall.class, () -> own)
                .run(context -> assertThat(context).getBean(Rollcall.class).isSameAs(own));
    }

    @Test
    void policiesOfServicesComeFromProperties() {
        connected
                .withPropertyValues(
                        "rollcall.services.user-service.strategy=round-robin",
                        "rollcall.services.user-service.require.env=prod",
                        "rollcall.services.user-service.require.version=2.x",
                        "rollcall.services.user-service.prefer.zone=eu-1a",
                        "rollcall.services.user-service.retry.attempts=2",
                        "rollcall.services.user-service.retry.budget=0.1")
                .run(context -> {
                    ServicePolicy policy = context.getBean(Rollcall.class)
                            .service("user-service")
                            .policy();
                    assertThat(policy.strategy().name()).isEqualTo("round-robin");
                    assertThat(policy.required()).hasToString("[env prod, version 2.x]");
                    assertThat(policy.preferred()).hasToString("[zone eu-1a]");
                    assertThat(policy.retry().attempts()).isEqualTo(2);
                    assertThat(policy.retry().budget()).isEqualTo(0.1);
                });
    }

    @Test
    void theTokenIsSentToTheRegistryAlone() throws Exception {
        List<String> authorizations = new CopyOnWriteArrayList<>();
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        registry.start();

        app.withPropertyValues(
                        "rollcall.registry=http://127.0.0.1:"
                                + registry.getAddress().getPort(),
                        "rollcall.token=very-secret",
                        "rollcall.discovery.prefetch=user-service")
                .run(context -> {
                    await().until(() -> !authorizations.isEmpty());
                    assertThat(context.getBean(RollcallProperties.class).toString())
                            .doesNotContain("very-secret");
                });

        assertThat(authorizations).containsOnly("Bearer very-secret");
        registry.stop(0);
    }

    @Test
    void snapshotsAreStoredInTheConfiguredDirectory(@TempDir Path directory) {
        try (MockRegistry registry = MockRegistry.start()) {
            registry.register(io.rollcall.mock.instance.RegistrationRequest.of("user-service", "10.0.0.1", 8080)
                    .build());
            app.withPropertyValues(
                            "rollcall.registry=" + registry.uri(),
                            "rollcall.discovery.prefetch=user-service",
                            "rollcall.discovery.snapshot-directory=" + directory)
                    .run(context -> context.getBean(Rollcall.class)
                            .service("user-service")
                            .awaitInstances(1, Duration.ofSeconds(10)));
        }

        assertThat(directory).isNotEmptyDirectory();
    }

    @Test
    void customizersOverrideProperties() {
        connected
                .withPropertyValues("rollcall.services.user-service.strategy=random")
                .withBean(
                        RollcallBuilderCustomizer.class,
                        () -> builder -> builder.service("user-service", policy -> policy.strategy("round-robin")))
                .run(context -> assertThat(context.getBean(Rollcall.class)
                                .service("user-service")
                                .policy()
                                .strategy()
                                .name())
                        .isEqualTo("round-robin"));
    }

    @Test
    void aCustomizerMayNameTheRegistry() {
        app.withBean(RollcallBuilderCustomizer.class, () -> builder -> builder.registry("http://localhost:9"))
                .run(context -> assertThat(context).hasSingleBean(Rollcall.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rollcall.services.user-service.strategy=fastest | rollcall.services.user-service.strategy: "fastest" (expected: one of
            rollcall.services.user-service.require.version=two | rollcall.services.user-service.require.version: "two" (expected: a SemVer range
            rollcall.services.user-service.retry.budget=2 | rollcall.services.user-service.retry.budget: 2.0 (expected:
            rollcall.instance.weight=20000 | rollcall.instance.weight: "20000" (expected: an integer from 0 to 10000)
            rollcall.instance.host=http://me | rollcall.instance.host: "http://me" (expected: a host name
            rollcall.instance.service=my app | rollcall.instance.service: "my app" (expected:
            rollcall.discovery.ttl=0s | rollcall.discovery.ttl: PT0S (expected: > 0)
            rollcall.preferred-networks=10.0.0.0/99 | rollcall.preferred-networks: "10.0.0.0/99" (expected: a
            rollcall.drain-delay=30s | rollcall.drain-delay: PT30S (expected: less than spring.lifecycle.timeout-per-shutdown-phase, which is PT30S)
            rollcall.registry=ftp://here | rollcall.registry: "ftp://here" (expected: a URL that begins with one of [http, https]
            """)
    void aWrongPropertyIsReportedByNameValueAndRule(String property, String message) {
        connected
                .withPropertyValues(property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("InvalidSettingException: " + message));
    }

    @Test
    void aMissingRegistryIsReportedWithANextStep() {
        app.run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());

            assertThat(analysis.getDescription())
                    .isEqualTo("rollcall.registry: none (expected: at least one URL, such as http://localhost:8848)");
            assertThat(analysis.getAction()).contains("Set rollcall.registry").contains("rollcall.enabled=false");
        });
    }

    @Test
    void aMissingNameIsReported() {
        connected
                .withPropertyValues("spring.application.name=")
                .run(context ->
                        assertThat(context).getFailure().hasStackTraceContaining("spring.application.name: not set"));
    }

    @Test
    void aWrongPropertyIsReportedWithTheFileThatSetsIt() {
        MapPropertySource file = new OriginTrackedMapPropertySource(
                "application.yaml",
                Map.of("rollcall.heartbeat", OriginTrackedValue.of("0s", new NamedOrigin("application.yaml:7"))));
        environment.getPropertySources().addFirst(file);

        assertThat(analysis(new InvalidSettingException("rollcall.heartbeat", "0s (expected: > 0)", "Correct it."))
                        .getDescription())
                .contains("rollcall.heartbeat: 0s")
                .contains("application.yaml:7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rollcall.registration.enabled=false",
                "spring.cloud.service-registry.auto-registration.enabled=false"
            })
    void theApplicationCanBeLeftOutOfTheRegistry(String property) {
        connected
                .withPropertyValues(property)
                .run(context ->
                        assertThat(context).hasSingleBean(Rollcall.class).doesNotHaveBean(RollcallRegistration.class));
    }

    private record NamedOrigin(String name) implements Origin {
        @Override
        public String toString() {
            return name;
        }
    }

    private FailureAnalysis analysis(Throwable failure) {
        return new InvalidSettingFailureAnalyzer(environment).analyze(failure);
    }
}
