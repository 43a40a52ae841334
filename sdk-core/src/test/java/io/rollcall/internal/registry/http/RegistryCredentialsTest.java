package io.rollcall.internal.registry.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.Watch;
import io.rollcall.registry.security.Credentials;
import io.rollcall.testing.RecordingListener;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that requires a token, which rotates. */
class RegistryCredentialsTest {
    @TempDir
    Path directory;

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @BeforeEach
    void start() {
        server.start();
        accepts("Bearer first");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private void accepts(String authorization) {
        server.resetAll();
        server.stubFor(any(anyUrl()).atPriority(9).willReturn(RegistryStubs.problem(401)));
        server.stubFor(any(anyUrl())
                .withHeader("Authorization", equalTo(authorization))
                .willReturn(okJson("{\"services\":[]}")));
        server.stubFor(WireMock.get(urlPathEqualTo("/services/events"))
                .atPriority(1)
                .withHeader("Authorization", equalTo(authorization))
                .willReturn(RegistryStubs.events(RegistryStubs.body("orders", 1))));
    }

    private RegistryBackend connect(Credentials credentials) {
        BackendContext context =
                BackendContext.of(TimeSource.system(), Duration.ofSeconds(5)).withCredentials(credentials);
        return new HttpRegistryProvider().create(URI.create(server.baseUrl()), context);
    }

    @Test
    void aRenewedTokenIsSentInTheSameCall() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "first");
        try (RegistryBackend backend = connect(Credentials.tokenFile(file, TimeSource.system()))) {
            assertThat(backend.services()).isEmpty();
            accepts("Bearer second");
            Files.writeString(file, "second");

            assertThat(backend.services()).isEmpty();

            server.verify(1, anyRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer second")));
        }
    }

    @Test
    void aRejectedWatchSendsTheRenewedTokenAtOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "before");
        RecordingListener listener = new RecordingListener();
        try (RegistryBackend backend = connect(Credentials.tokenFile(file, TimeSource.system()))) {
            assertThatThrownBy(backend::services).isInstanceOf(RegistryException.class);
            Files.writeString(file, "first");

            try (Watch watch = backend.watch(Set.of("orders"), listener)) {
                assertThat(watch).isNotNull();
                assertThat(listener.awaitView(view -> view.revision() == 1)).isNotNull();
            }
        }
    }

    @Test
    void anUnchangedRejectedTokenIsNotSentTwice() {
        try (RegistryBackend backend = connect(Credentials.token(() -> "wrong"))) {
            assertThatThrownBy(backend::services)
                    .isInstanceOfSatisfying(
                            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
                    .hasMessageContaining("401");

            server.verify(1, anyRequestedFor(anyUrl()));
        }
    }

    @Test
    void tokensThatAreAlwaysNewAreSentTwiceAtMost() {
        AtomicInteger count = new AtomicInteger();
        try (RegistryBackend backend = connect(Credentials.token(() -> "new-" + count.incrementAndGet()))) {
            assertThatThrownBy(backend::services).isInstanceOf(RegistryException.class);

            server.verify(2, anyRequestedFor(anyUrl()));
        }
    }

    @Test
    void credentialsAreNeverSentAcrossARedirect() {
        try (RegistryBackend backend = connect(Credentials.token(() -> "first"))) {
            server.stubFor(any(anyUrl())
                    .atPriority(1)
                    .willReturn(WireMock.temporaryRedirect("http://127.0.0.1:" + server.port() + "/elsewhere")));

            assertThatThrownBy(backend::services).hasMessageContaining("another origin");

            server.verify(0, anyRequestedFor(urlPathEqualTo("/elsewhere")));
        }
    }
}
