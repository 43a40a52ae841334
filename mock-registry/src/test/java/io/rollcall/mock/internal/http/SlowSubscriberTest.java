package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.clock.VirtualClock;
import io.rollcall.mock.instance.RegistrationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscriber that does not read costs nothing but its connection, for a while. */
class SlowSubscriberTest {
    private static final int LARGE = 2_000;
    private static final String EVENT = "event: snapshot";

    private final VirtualClock clock = VirtualClock.create();
    private final MockRegistry registry =
            MockRegistry.builder().clock(clock).ttl(Duration.ofHours(1)).start();

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void getsTheNewestSnapshotWhenItReadsAgain() throws IOException {
        fillService();
        try (Socket socket = subscribe()) {
            for (int change = 1; change <= 300; change++) {
                registry.register(instance(0, "changed-" + change));
            }
            long last = registry.services().get(0).revision();
            long events = readUntil(socket, "id: " + last + "\n");

            assertThat(events)
                    .as("events that were sent for 300 changes of a large service")
                    .isLessThan(150);
        }
    }

    @Test
    void isCutIfItNeverReads() throws IOException {
        fillService();
        try (Socket socket = subscribe()) {
            await().until(() -> subscribers() == 1);
            for (int change = 1; change <= 50; change++) {
                registry.register(instance(0, "changed-" + change));
            }
            await().untilAsserted(() -> {
                clock.advance(Duration.ofSeconds(31));
                assertThat(subscribers()).isZero();
            });
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void staysIfItReadsSlowly() throws IOException {
        try (Socket socket = subscribe()) {
            await().until(() -> subscribers() == 1);
            for (int minute = 0; minute < 10; minute++) {
                clock.advance(Duration.ofMinutes(1));
            }
            fillService();
            readUntil(socket, "id: " + LARGE + "\n");
            assertThat(subscribers()).isEqualTo(1);
        }
    }

    private void fillService() {
        for (int i = 0; i < LARGE; i++) {
            registry.register(instance(i, "first"));
        }
    }

    private static RegistrationRequest instance(int number, String text) {
        return RegistrationRequest.of("large", "10.0.0.1", 8080)
                .instanceId("l-" + number)
                .metadata("text", text + "x".repeat(900))
                .build();
    }

    private long subscribers() {
        String text = Api.of(registry).get("/metrics").body();
        String line = text.lines()
                .filter(l -> l.startsWith("rollcall_registry_subscribers "))
                .findAny()
                .orElseThrow();
        return (long) Double.parseDouble(line.substring(line.indexOf(' ')));
    }

    private Socket subscribe() throws IOException {
        Socket socket = new Socket("127.0.0.1", registry.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write("GET /services/events?service=large HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads until the text has come, and says how many events came. */
    private static long readUntil(Socket socket, String text) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[1 << 16];
        StringBuilder unread = new StringBuilder();
        long events = 0;
        while (unread.indexOf(text) < 0) {
            int read = in.read(buffer);
            assertThat(read).isPositive();
            unread.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
            for (int at = unread.indexOf(EVENT); at >= 0 && unread.indexOf(text) < 0; at = unread.indexOf(EVENT)) {
                events++;
                unread.delete(0, at + EVENT.length());
            }
            unread.delete(0, Math.max(0, unread.length() - read - 64));
        }
        return events;
    }
}
