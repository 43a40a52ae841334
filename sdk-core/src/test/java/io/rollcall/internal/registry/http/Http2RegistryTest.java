package io.rollcall.internal.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.Watch;
import io.rollcall.registry.security.Tls;
import io.rollcall.testing.RecordingListener;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A registry that speaks HTTP/2, where one connection could carry everything. */
class Http2RegistryTest {
    private static final HeldCertificate OWN =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

    @Test
    @DisplayName("watches and calls have separate connections, since otherwise none would ever move to a new address")
    void watchesAndCallsShareNoConnection() throws Exception {
        RecordingListener listener = new RecordingListener();
        try (MockWebServer server = serving(stream(), services(), services(), stream());
                RegistryBackend backend = connect(server);
                Watch first = backend.watch(Set.of("orders"), listener)) {
            listener.awaitSigns(1);
            backend.services();
            backend.services();
            RecordingListener later = new RecordingListener();
            Watch second = backend.watch(Set.of("orders"), later);
            later.awaitSigns(1);

            assertThat(new int[] {connection(server), connection(server), connection(server), connection(server)})
                    .containsExactly(0, 1, 1, 2);
            first.close();
            second.close();
        }
    }

    private static MockWebServer serving(MockResponse... responses) throws Exception {
        MockWebServer server = new MockWebServer();
        server.useHttps(
                new HandshakeCertificates.Builder().heldCertificate(OWN).build().sslSocketFactory());
        for (MockResponse response : responses) {
            server.enqueue(response);
        }
        server.start();
        return server;
    }

    private static RegistryBackend connect(MockWebServer server) {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(OWN.certificate())
                .build();
        BackendContext context = BackendContext.of(TimeSource.system(), Duration.ofSeconds(10))
                .withTls(Tls.of(trust.sslContext(), trust.trustManager()));
        return new HttpRegistryProvider().create(server.url("/").uri(), context);
    }

    /** A stream that lasts longer than the test. */
    private static MockResponse stream() {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .body(": beat\n\n".repeat(1_000))
                .throttleBody(8, 1, TimeUnit.SECONDS)
                .build();
    }

    private static MockResponse services() {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body("{\"services\":[]}")
                .build();
    }

    private static int connection(MockWebServer server) throws InterruptedException {
        return server.takeRequest().getConnectionIndex();
    }
}
