package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.mock.MockRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections as they come: cut off, waiting, too many. */
class ConnectionsTest {
    private static final String BODY = "{\"serviceName\":\"orders\",\"ip\":\"10.0.0.1\",\"port\":1}";
    private static final String HEAD =
            "POST /services/register HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private final MockRegistry registry = MockRegistry.builder()
            .maxConnections(2)
            .requestTimeout(Duration.ofSeconds(1))
            .start();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void aBodyThatIsCutOffRegistersNothing() throws IOException {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY.substring(0, 40));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).asString().doesNotContain("201");
        }
        assertThat(registry.services()).isEmpty();
    }

    @Test
    void aRegistrationThatIsCutOffIsNoSuccess() throws IOException {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY.substring(0, 40));
            socket.shutdownOutput();
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 400 Bad Request");
        }
        assertThat(registry.services()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"z\r\n", "-1\r\n", "ffffffffffffffffff\r\nx", "1\r\nxx\r\n", "1 1\r\nx\r\n", "\r\n\r\n"})
    void brokenChunksRegisterNothingAndHoldNoConnection(String chunk) throws IOException {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
            // What Undertow's parser takes for broken, it closes itself; what it takes for incomplete, is late.
            assertThat(statusLine(socket)).isIn("HTTP/1.1 400 Bad Request", "HTTP/1.1 408 Request Time-out", "");
        }
        assertThat(registry.services()).isEmpty();
        try (Socket socket = connect()) {
            send(socket, "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void aHugeChunkExtensionIsNoFaultOfTheRegistry() throws IOException {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n1;");
            try {
                send(socket, "x".repeat(2_000_000) + "\r\n{\r\n0\r\n\r\n");
                assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 400 Bad Request");
            } catch (SocketException closed) {
                assertThat(closed).hasMessageMatching("(?i).*(reset|broken pipe).*");
            }
        }
        assertThat(registry.services()).isEmpty();
    }

    @Test
    void aBodyThatComesInPiecesIsOneBody() throws IOException {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < BODY.length(); i++) {
                send(socket, "1\r\n" + BODY.charAt(i) + "\r\n");
            }
            send(socket, "0\r\n\r\n");
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 201 Created");
        }
    }

    @Test
    void aClientThatWaitsToBeAskedForItsBodyIsAsked() throws IOException {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Expect: 100-continue\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 100 Continue");
            send(socket, BODY);
            assertThat(statusLine(socket)).isEmpty();
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 201 Created");
        }
    }

    @Test
    void oneConnectionServesManyRequestsEvenAfterErrors() throws IOException {
        try (Socket socket = connect()) {
            send(socket, HEAD + "Content-Length: 70000\r\n\r\n" + "x".repeat(70_000));
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
            send(socket, HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY);
            String line = statusLine(socket);
            while (!line.startsWith("HTTP/1.1 ") && !line.contains("}HTTP/1.1 ")) {
                line = statusLine(socket);
            }
            assertThat(line).endsWith("HTTP/1.1 201 Created");
        }
    }

    @Test
    void moreConnectionsThanTheMaximumWait() throws IOException {
        String question = "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (Socket first = connect();
                Socket second = connect();
                Socket third = connect()) {
            for (Socket socket : new Socket[] {first, second}) {
                send(socket, question);
                assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
            }
            send(third, question);
            third.setSoTimeout(200);
            assertThatThrownBy(() -> statusLine(third)).isInstanceOf(SocketTimeoutException.class);

            first.close();
            third.setSoTimeout(5_000);
            assertThat(statusLine(third)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", registry.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }
}
