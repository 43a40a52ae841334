package io.rollcall.spring;

import static io.rollcall.spring.TestApplication.builder;
import static io.rollcall.spring.TestApplication.get;
import static io.rollcall.spring.TestApplication.port;
import static io.rollcall.spring.TestApplication.start;
import static io.rollcall.spring.TestApplication.startWithoutWeb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.registry.RegistryException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

/** Whole applications against a registry, over real sockets. */
class RollcallRegistrationTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final MockRegistry registry = MockRegistry.start();
    private final URI uri = registry.uri();

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void isRegisteredUnderThePortOnWhichItsWebServerListens() {
        try (ConfigurableApplicationContext app = start(
                "order-service",
                uri,
                "rollcall.instance.version=1.4.0",
                "rollcall.instance.env=prod",
                "rollcall.instance.zone=eu-1a",
                "rollcall.instance.weight=50",
                "rollcall.instance.metadata.team=orders")) {
            RegisteredInstance instance = registered("order-service");

            assertThat(instance.port()).isEqualTo(port(app));
            assertThat(instance.ip()).isEqualTo("127.0.0.1");
            assertThat(instance.secure()).isFalse();
            assertThat(instance.metadata())
                    .containsEntry("version", "1.4.0")
                    .containsEntry("env", "prod")
                    .containsEntry("zone", "eu-1a")
                    .containsEntry("weight", "50")
                    .containsEntry("team", "orders");
        }
    }

    @Test
    void actuatorsOwnPortIsMetadata() {
        try (ConfigurableApplicationContext app = start("order-service", uri, "management.server.port=0")) {
            String port = app.getEnvironment().getRequiredProperty("local.management.port");

            RegisteredInstance instance = registered("order-service");

            assertThat(instance.port()).isEqualTo(port(app));
            assertThat(instance.metadata()).containsEntry("port.management", port);
        }
    }

    @Test
    void anotherApplicationDiscoversItAndCallsIt() throws IOException {
        try (ConfigurableApplicationContext callee = start("user-service", uri);
                ConfigurableApplicationContext caller = startWithoutWeb("caller", uri)) {
            callee.getBean(RollcallRegistration.class).current().orElseThrow().awaitUp(SOON);

            assertThat(get(caller, "http://user-service/hello")).isEqualTo("hello");
        }
    }

    @Test
    @DisplayName("F07 it is deregistered before the web server starts to stop, and serves until then")
    void deregistersBeforeTheWebServerStops() {
        ConfigurableApplicationContext app = start("order-service", uri);
        registered("order-service");
        ShutdownProbe probe = new ShutdownProbe(
                () -> registry.instances("order-service"), "http://127.0.0.1:" + port(app) + "/hello");
        app.getBeanFactory().registerSingleton("probe", probe);
        probe.start();

        app.close();

        assertThat(probe.registeredWhenWebServerStops()).isEmpty();
        assertThat(probe.responseWhenWebServerStops()).isEqualTo("hello");
    }

    @Test
    @DisplayName("F24 no thread of the SDK is left after the context is closed")
    void closingTheContextEndsAllThreads() throws IOException {
        ConfigurableApplicationContext callee = start("user-service", uri);
        ConfigurableApplicationContext caller = startWithoutWeb("caller", uri, "rollcall.instance.port=9");
        callee.getBean(RollcallRegistration.class).current().orElseThrow().awaitUp(SOON);
        get(caller, "http://user-service/hello");
        assertThat(sdkThreads()).isNotEmpty();

        caller.close();
        callee.close();

        await().atMost(SOON).untilAsserted(() -> assertThat(sdkThreads()).isEmpty());
    }

    @Test
    @DisplayName("F31 the registry is not reached through the application's own HTTP clients")
    void appsHttpClientsAreNotUsed() {
        try (ConfigurableApplicationContext app = builder("order-service", uri)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("client", brokenClient());
                    context.getBeanFactory()
                            .registerSingleton("rest", RestClient.builder().requestFactory((uri, method) -> {
                                throw new IOException("the application's client must not be used");
                            }));
                })
                .run()) {
            assertThat(registered("order-service").port()).isEqualTo(port(app));
        }
    }

    @Test
    @DisplayName("F33 an application without a web server is registered if it names a port")
    void registersWithoutWebServer() {
        try (ConfigurableApplicationContext app = startWithoutWeb("worker", uri, "rollcall.instance.port=7000")) {
            assertThat(app.getBean(RollcallRegistration.class).isRunning()).isTrue();
            assertThat(registered("worker").port()).isEqualTo(7000);
        }
        assertThat(registry.instances("worker")).isEmpty();
    }

    @Test
    void isNotRegisteredWithoutAnyPort() {
        try (ConfigurableApplicationContext app = startWithoutWeb("job", uri)) {
            RollcallRegistration registration = app.getBean(RollcallRegistration.class);

            assertThat(registration.isRunning()).isFalse();
            assertThat(registration.current()).isEmpty();
        }
    }

    @Test
    @DisplayName("F34 an application starts while the registry is down, and registers when it is back")
    void startsWithoutTheRegistry() {
        registry.stop();

        try (ConfigurableApplicationContext app = start("order-service", uri)) {
            registry.restart();

            assertThat(registered("order-service").port()).isEqualTo(port(app));
        }
    }

    @Test
    @DisplayName("F34 with fail-fast, an application does not start while the registry is down")
    void failsFastIfConfigured() {
        registry.stop();

        assertThatThrownBy(() -> start("order-service", uri, "rollcall.fail-fast=true"))
                .hasRootCauseInstanceOf(ConnectException.class)
                .hasStackTraceContaining(RegistryException.class.getName());
    }

    @Test
    void aPausedContextStaysRegistered() {
        try (ConfigurableApplicationContext app = startWithoutWeb("worker", uri, "rollcall.instance.port=7000")) {
            registered("worker");

            app.pause();

            assertThat(app.getBean(RollcallRegistration.class).isRunning()).isTrue();
            assertThat(registry.instances("worker")).hasSize(1);
        }
    }

    @Test
    void registersAgainWhenItIsStoppedAndStarted() {
        try (ConfigurableApplicationContext app = startWithoutWeb("worker", uri, "rollcall.instance.port=7000")) {
            registered("worker");
            RollcallRegistration registration = app.getBean(RollcallRegistration.class);

            registration.stop();
            assertThat(registry.instances("worker")).isEmpty();
            registration.start();

            assertThat(registered("worker").port()).isEqualTo(7000);
        }
    }

    private RegisteredInstance registered(String service) {
        return await().atMost(SOON)
                .until(() -> registry.instances(service), list -> list.size() == 1)
                .get(0);
    }

    private static OkHttpClient brokenClient() {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    throw new IOException("the application's client must not be used");
                })
                .build();
    }

    private static List<String> sdkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("rollcall-") && !name.startsWith("rollcall-mock-"))
                .toList();
    }
}
