package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegistrationRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as a browser sends them for a page of a foreign domain that resolves to this machine. */
class HostPolicyTest {
    private final MockRegistry registry =
            MockRegistry.builder().allowedHosts("registry", "Registry.example.").start();

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest(name = "F41 {0}")
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8848",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "registry.evil.example",
                "evil.example#127.0.0.1",
                "127.0.0.1@evil.example",
                "[evil]",
                "xlocalhost",
                ""
            })
    void otherNamesAreRefused(String host) throws IOException {
        registry.register(RegistrationRequest.of("orders", "10.0.0.1", 1)
                .instanceId("o-1")
                .build());

        String response = send("DELETE /services/orders/instances/o-1", "Host: " + host);

        assertThat(response).matches("(?s)HTTP/1\\.1 4(21|00) .*");
        assertThat(registry.instances("orders")).hasSize(1);
    }

    @Test
    @DisplayName("F41 the page, too, is only served under allowed names")
    void thePageIsNotServedUnderOtherNames() throws IOException {
        assertThat(send("GET /", "Host: evil.example"))
                .startsWith("HTTP/1.1 421 ")
                .doesNotContain("<html");
        assertThat(send("GET /services", "Host: 127.0.0.1\r\nHost: evil.example"))
                .doesNotStartWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest(name = "F41 {0} is allowed")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3:8848",
                "[::1]",
                "[::1]:8848",
                "localhost",
                "LOCALHOST:8848",
                "localhost.",
                "app.localhost:80",
                "registry",
                "REGISTRY:8848",
                "registry.example"
            })
    void addressesLocalhostAndConfiguredNamesAreAllowed(String host) throws IOException {
        assertThat(send("GET /", "Host: " + host)).startsWith("HTTP/1.1 200 ").contains("<html");
    }

    @Test
    @DisplayName("F41 the answer names the option")
    void theAnswerNamesTheOption() throws IOException {
        assertThat(send("GET /services", "Host: evil.example"))
                .contains("urn:rollcall:problem:unknown-host", "Host: evil.example (expected: ", "--allowed-host");
    }

    @Test
    @DisplayName("F41 the host that it listens on is allowed, and * allows every name")
    void theBoundHostAndAnyNameCanBeAllowed() throws IOException {
        try (MockRegistry open = MockRegistry.builder().allowedHosts("*").start()) {
            assertThat(send(open.port(), "GET /services", "Host: evil.example")).startsWith("HTTP/1.1 200 ");
        }
    }

    private String send(String request, String header) throws IOException {
        return send(registry.port(), request, header);
    }

    private static String send(int port, String request, String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
