package io.rollcall.internal.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.Watch;
import io.rollcall.testing.RecordingListener;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that exceed the limits. */
class ResponseLimitsTest {
    private static final int BOUND = 32 << 20;
    private static final byte[] BLANKS = " ".repeat(1 << 16).getBytes(UTF_8);

    private HttpServer server;
    private HttpRegistry backend;
    private Handler handler = exchange -> {};

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
        backend = new HttpRegistry(
                Endpoint.of(URI.create("http://localhost:" + server.getAddress().getPort())),
                BackendContext.of(TimeSource.system(), Duration.ofSeconds(20)),
                Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        backend.close();
        server.stop(0);
    }

    private static OutputStream begin(HttpExchange exchange, String type) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void blanks(OutputStream out, int bytes) throws IOException {
        for (int i = 0; i <= bytes / BLANKS.length; i++) {
            out.write(BLANKS);
        }
    }

    @Test
    void aBodyBeyondTheBoundIsNotReadToItsEnd() {
        handler = exchange -> blanks(begin(exchange, "application/json"), BOUND);

        assertThatThrownBy(backend::services).hasMessageContaining("larger than " + BOUND + " bytes");
    }

    @Test
    void aSmallBodyThatUnpacksToALargeOneIsRejected() {
        handler = exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            try (OutputStream out = new GZIPOutputStream(begin(exchange, "application/json"))) {
                blanks(out, BOUND);
            }
        };

        assertThatThrownBy(backend::services).hasMessageContaining("larger than " + BOUND + " bytes");
    }

    @Test
    void longTextsAndDeepTreesAreRejected() {
        handler = exchange -> begin(exchange, "application/json")
                .write(("{\"services\":[{\"name\":\"" + "a".repeat(70_000) + "\"}]}").getBytes(UTF_8));
        assertThatThrownBy(backend::services).isInstanceOf(RegistryException.class);

        handler = exchange -> begin(exchange, "application/json")
                .write(("{\"services\":" + "[".repeat(17) + "]".repeat(17) + "}").getBytes(UTF_8));
        assertThatThrownBy(backend::services).hasMessageContaining("depth");
    }

    @Test
    void anEventBeyondTheBoundEndsTheWatch() {
        handler = exchange -> {
            OutputStream out = begin(exchange, "text/event-stream");
            out.write("data: ".getBytes(UTF_8));
            blanks(out, BOUND);
        };

        assertThat(endOfWatch()).hasMessageContaining("an event is larger than " + BOUND);
    }

    @ParameterizedTest
    @DisplayName("a flood of small events does not count as one that is too large")
    @ValueSource(strings = {"\n", "\r\n"})
    void aFloodOfSmallEventsIsRead(String newline) {
        String event = "data: " + "x".repeat(4_096 - 8) + newline + newline;
        byte[] many = event.repeat(256).getBytes(UTF_8);
        handler = exchange -> {
            OutputStream out = begin(exchange, "text/event-stream");
            out.write(":x\n".getBytes(UTF_8)); // so that no event ends where a read does
            for (long sent = 0; sent < BOUND * 2L; sent += many.length) {
                out.write(many);
            }
            out.write("event: snapshot\ndata: {\"serviceName\":\"orders\",\"revision\":7,\"instances\":[]}\n\n"
                    .getBytes(UTF_8));
        };

        RecordingListener listener = new RecordingListener();
        try (Watch watch = backend.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            assertThat(listener.awaitView(view -> view.revision() == 7)).isNotNull();
        }
    }

    private RegistryException endOfWatch() {
        RecordingListener listener = new RecordingListener();
        try (Watch watch = backend.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            return Objects.requireNonNull(listener.awaitEnd());
        }
    }
}
