package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.instance.RegistrationRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Clients that are slow, on purpose or not, and those that come at the same time. */
class DeadlinesTest {
    private static final String HEAD = "POST /services/register HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100\r\n";
    private static final String READY = "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final String LIST =
            "GET /services/large/instances HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private final List<RawConnection> opened = new ArrayList<>();
    private MockRegistry registry = MockRegistry.builder()
            .requestTimeout(Duration.ofMillis(400))
            .maxConnections(200)
            .start();

    @AfterEach
    void close() throws IOException {
        for (RawConnection connection : opened) {
            connection.close();
        }
        registry.close();
    }

    @Test
    @DisplayName("F39 a body that does not come ends its connection")
    void aBodyHasADeadline() throws IOException {
        RawConnection slow = open().send(HEAD + "\r\n{");

        assertThat(slow.rest()).doesNotContain("HTTP/1.1 2");
    }

    @Test
    @DisplayName("F39 a body that comes byte by byte is as late as one that does not come")
    void aBodyThatTricklesIsLate() throws IOException {
        RawConnection slow = open().send(HEAD + "\r\n{");

        assertThat(closedWhileSending(slow, " ")).isTrue();
    }

    @Test
    @DisplayName("F39 a head that does not end, ends its connection")
    void aHeadHasADeadline() throws IOException {
        RawConnection slow = open().send("GET /readyz HTTP/1.1\r\nX: ");

        assertThat(closedWhileSending(slow, "x")).isTrue();
    }

    @Test
    @DisplayName("F39 a response that is not read ends its connection")
    void aResponseHasADeadline() throws IOException {
        fillLargeService();
        RawConnection slow = open().send(LIST);
        await().atMost(Duration.ofSeconds(10)).until(() -> metric("connections") == 1);

        assertThat(slow.rest().length()).isLessThan(8_000_000);
    }

    @Test
    @DisplayName("F39 a response that takes long, but is read steadily, is sent to its end")
    void aSteadyReaderHasAllTheTimeItNeeds() throws IOException {
        fillLargeService();
        RawConnection steady = open().send(LIST);
        byte[] buffer = new byte[256 * 1024];
        long[] read = {0};

        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    int count = steady.in().readNBytes(buffer, 0, buffer.length);
                    read[0] += count;
                    return new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains("l-7999");
                });

        assertThat(read[0]).isGreaterThan(8_000_000);
    }

    @Test
    @DisplayName("F39 a request that comes at once is served, however many connections hang in theirs")
    void honestClientsAreServedBesideHangingOnes() throws IOException {
        restart(MockRegistry.builder().maxConnections(200));
        try (EventStream stream = EventStream.open(registry.uri(), "service=orders")) {
            stream.next();
            for (int i = 0; i < 400; i++) {
                open().send(i % 2 == 0 ? HEAD + "\r\n{" : "GET /");
            }
            for (int i = 0; i < 20; i++) {
                assertThat(open().send(READY).line()).isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(metric("connections")).isLessThanOrEqualTo(103);
            registry.register(RegistrationRequest.of("orders", "10.0.0.1", 1).build());
            assertThat(stream.next().instanceIds()).hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "F39 one address cannot have more than its share, and connections that serve are not closed for others")
    void anAddressHasABound() throws IOException {
        restart(MockRegistry.builder().maxConnectionsPerAddress(3).streamBeat(Duration.ofMillis(100)));
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            streams.add(EventStream.open(registry.uri(), "service=orders"));
            streams.get(i).next();
        }

        assertThat(open().rest()).isEmpty();

        registry.register(RegistrationRequest.of("orders", "10.0.0.1", 1).build());
        for (EventStream stream : streams) {
            assertThat(stream.next().instanceIds()).hasSize(1);
            stream.close();
        }
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(open().send(READY).line()).isEqualTo("HTTP/1.1 200 OK"));
    }

    private void fillLargeService() {
        for (int i = 0; i < 8_000; i++) {
            registry.register(RegistrationRequest.of("large", "10.0.0.1", 8080)
                    .instanceId("l-%04d".formatted(i))
                    .metadata("text", "x".repeat(1_000))
                    .build());
        }
    }

    private void restart(io.rollcall.mock.MockRegistryBuilder builder) {
        registry.close();
        registry = builder.start();
    }

    private RawConnection open() throws IOException {
        RawConnection connection = RawConnection.to(registry.port());
        opened.add(connection);
        return connection;
    }

    /** Sends the text again and again, for some seconds at most. */
    private static boolean closedWhileSending(RawConnection connection, String text) {
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(10))
                .until(() -> {
                    try {
                        connection.send(text);
                        return false;
                    } catch (IOException closed) {
                        return true;
                    }
                });
        return true;
    }

    private double metric(String name) {
        return Api.of(registry)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("rollcall_registry_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }
}
