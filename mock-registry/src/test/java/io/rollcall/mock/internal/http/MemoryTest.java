package io.rollcall.mock.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fills a heap of 64 MB several times over, sent to a registry in a process of its own. */
@Timeout(120)
class MemoryTest {
    private final List<RawConnection> opened = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;
    private int port;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryProcess.class.getName())
                .redirectError(Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(out.readLine());
    }

    @AfterEach
    void end() throws IOException {
        for (RawConnection connection : opened) {
            connection.close();
        }
        process.destroyForcibly().onExit().join();
    }

    @Test
    @DisplayName("F38 subscriptions to many unknown services are bounded in bytes")
    void subscriptionsAreBounded() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int stream = i;
            String query = IntStream.range(0, 1_024)
                    .mapToObj(service -> "service=" + padded("s-" + stream + "-" + service))
                    .collect(Collectors.joining("&"));
            RawConnection connection = RawConnection.to(port);
            opened.add(connection);
            connection.send("GET /services/events?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            String line = connection.line();
            assertThat(line).as("stream %d", i).isNotEmpty();
            statuses.add(Integer.parseInt(line.substring(9, 12)));
        }

        assertThat(statuses).contains(200, 429).containsOnly(200, 429);
        assertStillServes();
        RawConnection modest = RawConnection.to(port);
        opened.add(modest);
        modest.send("GET /services/events?service=orders HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(modest.line()).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    @DisplayName("F38 instances are bounded in bytes")
    void instancesAreBounded() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            statuses.add(register("service-" + i / 50, i).statusCode());
        }

        assertThat(statuses).contains(201, 507).containsOnly(201, 507);
        assertThat(register("one-more", 1).body()).contains("bytes are used (expected: at most ");
        assertStillServes();
        assertThat(get("/services/service-0/instances").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("F38 responses and events that nobody reads are bounded in bytes")
    void unreadResponsesAreBounded() throws Exception {
        for (int i = 0; i < 30; i++) {
            register("large", i);
        }
        for (int round = 0; round < 40; round++) {
            register("large", 0, "round-" + round);
            for (String path : List.of("/services/large/instances", "/services/events?service=large")) {
                RawConnection connection = RawConnection.to(port);
                opened.add(connection);
                connection.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
        }

        assertStillServes();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get("/services/large/instances").statusCode())
                        .isEqualTo(200));
    }

    @Test
    @DisplayName("F38 bodies and heads that are announced or begun, and never end, are bounded in bytes")
    void unfinishedRequestsAreBounded() throws Exception {
        String half = "x".repeat(200_000);
        for (int i = 0; i < 1_200; i++) {
            RawConnection connection = RawConnection.to(port);
            opened.add(connection);
            try {
                connection.send(
                        i % 2 == 0
                                ? "GET /?" + half
                                : "POST /services/register HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + "Content-Length: 65536\r\n\r\n{");
            } catch (IOException closedForAnother) {
                // What the registry is to do.
            }
        }

        assertStillServes();
    }

    /** It answers, is not in trouble, and ends when it is told to. */
    private void assertStillServes() throws Exception {
        assertThat(process.isAlive()).isTrue();
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        HttpResponse<String> deleted = http.send(
                HttpRequest.newBuilder(uri("/services/none/instances/none"))
                        .DELETE()
                        .build(),
                BodyHandlers.ofString());
        assertThat(deleted.statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> register(String service, int number) throws Exception {
        return register(service, number, "");
    }

    private HttpResponse<String> register(String service, int number, String mark) throws Exception {
        String entries = IntStream.range(0, 58)
                .mapToObj(i -> "\"k" + i + "\":\"" + mark + "x".repeat(1_000) + "\"")
                .collect(Collectors.joining(","));
        String body = "{\"serviceName\":\"" + service + "\",\"instanceId\":\"i-" + number
                + "\",\"ip\":\"10.0.0.1\",\"port\":1,\"metadata\":{" + entries + "}}";
        return http.send(
                HttpRequest.newBuilder(uri("/services/register"))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(20))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String padded(String name) {
        return name + "x".repeat(128 - name.length());
    }
}
