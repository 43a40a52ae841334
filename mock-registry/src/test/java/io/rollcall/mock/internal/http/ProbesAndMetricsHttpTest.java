package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.mock.MockRegistry;
import io.rollcall.mock.clock.VirtualClock;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbesAndMetricsHttpTest {
    private final VirtualClock clock = VirtualClock.create();
    private final MockRegistry registry =
            MockRegistry.builder().clock(clock).preservation(Duration.ZERO).start();
    private final Api api = Api.of(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void probesAnswer() {
        assertThat(api.get("/healthz").status()).isEqualTo(200);
        assertThat(api.get("/readyz").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void isNotReadyWhileItStops() throws Exception {
        api.get("/readyz");
        try (Socket socket = new Socket("127.0.0.1", registry.port())) {
            send(
                    socket,
                    "POST /services/register HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{");
            await().until(() -> api.get("/metrics").body().contains("route=\"/readyz\""));
            Thread stopping = new Thread(registry::stop);
            stopping.start();

            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
                Api.Answer answer = api.get("/readyz");
                return answer.status() == 503 && answer.problem("type").endsWith(":stopping");
            });
            stopping.join();
        }
    }

    @Test
    void countsWhatHappens() {
        api.register("{'serviceName':'orders','ip':'10.0.0.1','port':1,'instanceId':'o-1'}");
        api.register("{'serviceName':'orders','ip':'10.0.0.1','port':1,'instanceId':'o-2'}");
        api.register("{'serviceName':'users','ip':'10.0.0.1','port':1,'instanceId':'u-1'}");
        api.register("{}");
        clock.advance(Duration.ofSeconds(20));
        api.heartbeat("orders", "o-1", "{}");
        api.heartbeat("orders", "nobody", "{}");
        api.get("/no/such/path");
        clock.advance(Duration.ofSeconds(11));

        assertThat(api.get("/metrics").body().lines())
                .contains(
                        "rollcall_registry_services 1.0",
                        "rollcall_registry_instances 1.0",
                        "rollcall_registry_subscribers 0.0",
                        "rollcall_registry_expirations_total 2.0",
                        "rollcall_registry_registrations_total 3.0",
                        "rollcall_registry_heartbeats_total{outcome=\"done\"} 1.0",
                        "rollcall_registry_heartbeats_total{outcome=\"unknown\"} 1.0",
                        "rollcall_registry_requests_total{route=\"/services/register\",status=\"201\"} 3.0",
                        "rollcall_registry_requests_total{route=\"/services/register\",status=\"400\"} 1.0",
                        "rollcall_registry_requests_total{route=\"other\",status=\"404\"} 1.0",
                        "rollcall_registry_request_duration_seconds_count{route=\"/services/register\"} 4");
    }

    @Test
    void labelsStayFewWhateverIsAsked() {
        for (int i = 0; i < 50; i++) {
            api.get("/services/service-" + i + "/instances");
            api.get("/path-" + i);
        }
        assertThat(api.get("/metrics").body().lines().filter(line -> line.contains("requests_total{")))
                .hasSizeLessThan(5);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
