package io.rollcall;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.rollcall.event.EntriesRefusedEvent;
import io.rollcall.event.RegistryCallEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceRefreshedEvent;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.model.ServiceSnapshot.Source;
import io.rollcall.registry.RegistryException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials, files and listeners of the builder. */
class SecureRollcallTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final MockRegistry registry = MockRegistry.start();
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @AfterEach
    void stop() {
        registry.close();
        server.stop();
    }

    @Test
    void allKindsOfCredentialsReachTheRegistry() throws Exception {
        server.start();
        Path file = Files.writeString(directory.resolve("token"), "t\n");
        String withUser = server.baseUrl().replace("http://", "http://ann:p,%40ss@");

        assertThat(authorizationOf(builder -> builder.registry(server.baseUrl()).token("t")))
                .isEqualTo("Bearer t");
        assertThat(authorizationOf(builder -> builder.registry(server.baseUrl()).token(() -> "t")))
                .isEqualTo("Bearer t");
        assertThat(authorizationOf(builder -> builder.registry(server.baseUrl()).tokenFile(file)))
                .isEqualTo("Bearer t");
        assertThat(authorizationOf(builder -> builder.registry(server.baseUrl()).basic("ann", "pass")))
                .isEqualTo("Basic YW5uOnBhc3M=");
        assertThat(authorizationOf(builder -> builder.registry(withUser))).isEqualTo("Basic YW5uOnAsQHNz");
    }

    private String authorizationOf(UnaryOperator<RollcallBuilder> way) {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(okJson("{\"services\":[]}")));
        try (Rollcall rollcall = way.apply(Rollcall.builder()).build()) {
            assertThat(rollcall.services()).isEmpty();
        }
        return server.getAllServeEvents().get(0).getRequest().getHeader("Authorization");
    }

    @Test
    void credentialsInUrlAndBuilderAreRefused() {
        assertThatThrownBy(() -> Rollcall.builder()
                        .registry("http://ann:pass@localhost")
                        .token("t")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not both")
                .hasMessageNotContaining("pass");
    }

    @Test
    @DisplayName("F34 an app that starts while the registry is down calls the instances that an earlier run knew")
    void aStartFromDisk() {
        Rollcall provider = Rollcall.connect(registry.uri());
        provider.register(instance("u-1"));
        try (Rollcall first = withSnapshots()) {
            first.service("users").awaitInstances(1, SOON);
        }
        registry.stop();

        try (Rollcall second = withSnapshots()) {
            ServiceSnapshot snapshot = second.service("users").snapshot();
            assertThat(snapshot.source()).isEqualTo(Source.DISK);
            assertThat(second.service("users").choose().id()).isEqualTo("u-1");

            registry.restart();

            await().atMost(SOON).until(() -> second.service("users").snapshot().source() != Source.DISK);
            assertThat(second.service("users").choose().id()).isEqualTo("u-1");
        }
        provider.close();
    }

    private Rollcall withSnapshots() {
        return Rollcall.builder()
                .registry(registry.uri().toString())
                .snapshotDirectory(directory.resolve("snapshots"))
                .build();
    }

    @Test
    void credentialsOfTwoKindsAreRefused() {
        RollcallBuilder builder = Rollcall.builder().token("t-1");

        assertThatThrownBy(() -> builder.basic("ann", "s3cret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "credentials: token and basic (expected: one of token, tokenFile and basic). Next: remove one"
                                + " of the two.");
    }

    @Test
    void prefetchedServicesAreKnownBeforeTheFirstLookUp() {
        List<String> services = new CopyOnWriteArrayList<>();
        try (Rollcall rollcall = Rollcall.builder()
                .registry(registry.uri().toString())
                .prefetch("users", "orders")
                .listener(new RollcallListener() {
                    @Override
                    public void onServiceRefreshed(ServiceRefreshedEvent event) {
                        services.add(event.snapshot().service());
                    }
                })
                .build()) {
            assertThat(rollcall).isNotNull();
            await().atMost(SOON).until(() -> services.containsAll(List.of("users", "orders")));
        }
    }

    @Test
    void listenersReceiveRequestsAndRefusedEntries() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(okJson("""
                {"serviceName":"users","revision":1,"instances":[{"ip":"evil/@host"},{},7]}""")));
        List<Object> events = new CopyOnWriteArrayList<>();
        try (Rollcall rollcall = Rollcall.builder()
                .registry(server.baseUrl())
                .listener(new RollcallListener() {
                    @Override
                    public void onRegistryCall(RegistryCallEvent call) {
                        events.add(call.operation() + " " + call.service() + " " + (call.failure() == null));
                    }

                    @Override
                    public void onEntriesRefused(EntriesRefusedEvent event) {
                        events.add(event.service() + " refused " + event.count());
                    }
                })
                .build()) {
            assertThat(rollcall.service("users").instances()).isEmpty();
            assertThatThrownBy(rollcall::services).isInstanceOf(RegistryException.class);

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(events).contains("users refused 3", "FETCH users true", "SERVICES  false"));
        }
    }

    private static ServiceInstance instance(String id) {
        return ServiceInstance.named("users").id(id).host("127.0.0.1").port(1).build();
    }
}
