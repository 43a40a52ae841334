package io.rollcall.internal.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.security.Tls;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry with mutual TLS. It responds with the name in the client certificate. */
class RegistryTlsTest {
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate STRANGER =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    @TempDir
    Path directory;

    private HttpsServer server;

    @BeforeEach
    void start() throws IOException {
        server = serving(
                issued("registry").addSubjectAlternativeName("localhost").build());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static HeldCertificate.Builder issued(String name) {
        return new HeldCertificate.Builder().commonName(name).signedBy(AUTHORITY);
    }

    private static HttpsServer serving(HeldCertificate own) throws IOException {
        HandshakeCertificates handshake = new HandshakeCertificates.Builder()
                .heldCertificate(own)
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(handshake.sslContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            String seen = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName();
            byte[] body = "{\"services\":[{\"name\":\"%s\"}]}"
                    .formatted(seen.substring(3))
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Connection", "close");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private RegistryBackend connect(@Nullable Tls tls) {
        URI url = URI.create("https://localhost:" + server.getAddress().getPort());
        return new HttpRegistryProvider()
                .create(
                        url,
                        BackendContext.of(TimeSource.system(), Duration.ofSeconds(5))
                                .withTls(tls));
    }

    private Path pem(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private Tls tls(HeldCertificate authority, HeldCertificate own) throws IOException {
        return Tls.builder()
                .trust(pem("ca.pem", "Our authority\n" + authority.certificatePem()))
                .identity(pem("own.pem", own.certificatePem()), pem("key.pem", own.privateKeyPkcs8Pem()))
                .build();
    }

    @Test
    void bothSidesPresentTheirCertificates() throws IOException {
        try (RegistryBackend backend = connect(tls(AUTHORITY, issued("orders").build()))) {
            assertThat(backend.services()).containsExactly("orders");
        }
    }

    @Test
    void keysOfBothKindsMayBeInOneFileWithTheirChain() throws IOException {
        HeldCertificate own = issued("rsa-client").rsa2048().build();
        Path all = pem("all.pem", own.privateKeyPkcs8Pem() + own.certificatePem() + AUTHORITY.certificatePem());
        Tls tls = Tls.builder()
                .trust(pem("ca.pem", AUTHORITY.certificatePem()))
                .identity(all, all)
                .build();
        try (RegistryBackend backend = connect(tls)) {
            assertThat(backend.services()).containsExactly("rsa-client");
        }
    }

    @Test
    void anSslContextCanBeUsedInstead() {
        HandshakeCertificates handshake = new HandshakeCertificates.Builder()
                .heldCertificate(issued("context").build())
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        try (RegistryBackend backend = connect(Tls.of(handshake.sslContext(), handshake.trustManager()))) {
            assertThat(backend.services()).containsExactly("context");
        }
    }

    @Test
    void withoutACertificateTheRegistryRejectsTheConnection() throws IOException {
        Tls tls = Tls.builder().trust(pem("ca.pem", AUTHORITY.certificatePem())).build();
        try (RegistryBackend backend = connect(tls)) {
            assertThatThrownBy(backend::services).isInstanceOf(RegistryException.class);
        }
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() throws IOException {
        HeldCertificate own = issued("orders").build();
        try (RegistryBackend withOther = connect(tls(STRANGER, own));
                RegistryBackend withTheJvms = connect(null)) {
            assertThatThrownBy(withOther::services).hasMessageContaining("unable to find valid certification path");
            assertThatThrownBy(withTheJvms::services).hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void theNameIsVerifiedThoughTheAuthorityIsTrusted() throws IOException {
        server.stop(0);
        server = serving(
                issued("x").addSubjectAlternativeName("elsewhere.example").build());
        try (RegistryBackend backend = connect(tls(AUTHORITY, issued("orders").build()))) {
            assertThatThrownBy(backend::services).hasMessageContaining("Hostname localhost not verified");
        }
    }

    @Test
    void aRenewedCertificateIsPresentedWithoutARestart() throws IOException {
        try (RegistryBackend backend = connect(tls(AUTHORITY, issued("before").build()))) {
            assertThat(backend.services()).containsExactly("before");
            HeldCertificate renewed = issued("renewed").build();

            pem("own.pem", renewed.certificatePem());
            assertThat(backend.services()).as("half of a renewal").containsExactly("before");
            pem("key.pem", renewed.privateKeyPkcs8Pem());

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(backend.services()).containsExactly("renewed"));
        }
    }

    @Test
    void aRenewedAuthorityIsTrustedWithoutARestart() throws IOException {
        HeldCertificate own = issued("orders").build();
        try (RegistryBackend backend = connect(tls(STRANGER, own))) {
            assertThatThrownBy(backend::services).isInstanceOf(RegistryException.class);

            pem("ca.pem", STRANGER.certificatePem() + AUTHORITY.certificatePem());

            assertThat(backend.services()).containsExactly("orders");
        }
    }

    @Test
    void otherKeyFormatsAreRejectedWithTheCommandThatConvertsThem() throws IOException {
        HeldCertificate own = issued("orders").rsa2048().build();
        Path chain = pem("own.pem", own.certificatePem());
        Path key = pem("key.pem", own.privateKeyPkcs1Pem());

        assertThatThrownBy(() -> Tls.builder().identity(chain, key).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(key.toString(), "RSA PRIVATE KEY", "openssl pkcs8 -topk8 -nocrypt -in " + key);
    }

    @Test
    void filesThatDoNotMatchAreReportedAtOnce() throws IOException {
        HeldCertificate one = issued("one").build();
        HeldCertificate other = issued("other").build();
        Path chain = pem("own.pem", one.certificatePem());
        Path key = pem("key.pem", other.privateKeyPkcs8Pem());
        Path nothing = directory.resolve("nothing.pem");

        assertThatThrownBy(() -> Tls.builder().identity(chain, key).build())
                .hasMessageContaining("not the key of the first certificate");
        assertThatThrownBy(() -> Tls.builder().trust(nothing).build())
                .hasMessageContainingAll("nothing.pem", "cannot be read");
        assertThatThrownBy(() -> Tls.builder().trust(key).build()).hasMessageContaining("no certificate");
    }
}
