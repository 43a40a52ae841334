package io.rollcall.consul;

import static io.rollcall.consul.Backend.assertKind;
import static io.rollcall.consul.Connected.PATIENCE;
import static io.rollcall.consul.Connected.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.Rollcall;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent that shows a certificate of a private authority, and wants to see one. */
class ConsulTlsTest {
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate STRANGER =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    @TempDir
    private static Path directory;

    private static ConsulAgent agent;
    private static Path authority;
    private static Path own;

    @BeforeAll
    static void start() throws IOException {
        authority = pem("ca.pem", AUTHORITY.certificatePem());
        HeldCertificate server = issued("consul");
        HeldCertificate client = issued("orders");
        own = pem("client.pem", client.certificatePem() + client.privateKeyPkcs8Pem());
        agent = ConsulAgent.withTls(
                pem("server.pem", server.certificatePem()), pem("key.pem", server.privateKeyPkcs8Pem()), authority);
    }

    @AfterAll
    static void stop() throws Exception {
        ConsulAgent.closeAll(agent);
    }

    private static Path pem(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static HeldCertificate issued(String name) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .addSubjectAlternativeName("127.0.0.1")
                .signedBy(AUTHORITY)
                .build();
    }

    @Test
    void registersAndDiscoversOverMutualTls() {
        Tls tls = Tls.builder().trust(authority).identity(own, own).build();
        try (Rollcall rollcall = Connected.to(agent.secureUri("")).tls(tls).build()) {
            rollcall.register(orders(8080)).awaitUp(PATIENCE);

            assertThat(rollcall.service("orders").awaitInstances(1, PATIENCE).instances())
                    .hasSize(1);
            assertThat(agent.get("/v1/health/service/orders?passing")).hasSize(1);
        }
        assertThat(agent.get("/v1/catalog/service/orders")).isEmpty();
    }

    @Test
    void anAgentOfAnotherAuthorityIsRefused() throws IOException {
        Path other = pem("stranger.pem", STRANGER.certificatePem());
        Tls tls = Tls.builder().trust(other).identity(own, own).build();
        try (ConsulRegistry backend = Backend.with(agent.secureUri(""), Credentials.none(), tls)) {
            assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null))
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void theHostNameIsVerified() {
        Tls tls = Tls.builder().trust(authority).identity(own, own).build();
        URI byName = URI.create(agent.secureUri("").toString().replace("127.0.0.1", "localhost"));
        try (ConsulRegistry backend = Backend.with(byName, Credentials.none(), tls)) {
            assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null)).hasMessageContaining("localhost");
        }
    }

    @Test
    void anAgentThatWantsToSeeACertificateRefusesOthers() {
        Tls tls = Tls.builder().trust(authority).build();
        try (ConsulRegistry backend = Backend.with(agent.secureUri(""), Credentials.none(), tls)) {
            assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null));
        }
    }
}
