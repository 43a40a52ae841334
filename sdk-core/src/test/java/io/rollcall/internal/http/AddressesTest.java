package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance whose host name has two addresses, of which the first refuses connections. */
class AddressesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestedService users = TestedService.onRealTime();
    private final MockWebServer server = new MockWebServer();
    private final Dns dns = host -> {
        assertThat(host).isEqualTo("node.example");
        return List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
    };

    @AfterEach
    void end() {
        users.close();
        server.close();
    }

    @ParameterizedTest(name = "addresses at the same time: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("F49 a dead first address of a host is not the instance's failure")
    void allAddressesAreTried(boolean fastFallback) throws IOException {
        offer(ok(), ok());
        OkHttpClient client = client(fastFallback);

        assertThat(status(client, TestedService.request().build())).isEqualTo(200);
        client.connectionPool().evictAll();
        assertThat(status(client, TestedService.post("order"))).isEqualTo(200);

        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS, Outcome.SUCCESS);
    }

    @Test
    @DisplayName("F49 nor is it where a broken connection makes one wonder")
    void probeTriesAllAddresses() throws IOException {
        offer(
                ok(),
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());
        OkHttpClient client = client(true);
        status(client, TestedService.request().build());

        assertThatThrownBy(() -> status(client, TestedService.post("order"))).isInstanceOf(IOException.class);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(users.outcomes).containsExactly(Outcome.SUCCESS, Outcome.CANCELLED));
    }

    private void offer(MockResponse... responses) throws IOException {
        List.of(responses).forEach(server::enqueue);
        server.start(InetAddress.getByName("127.0.0.1"), 0);
        users.offer(ServiceInstance.named("users")
                .id("u-1")
                .host("node.example")
                .port(server.getPort())
                .build());
    }

    private OkHttpClient client(boolean fastFallback) {
        return users.clients.like(
                new OkHttpClient.Builder().dns(dns).fastFallback(fastFallback).build());
    }

    private static MockResponse ok() {
        return new MockResponse.Builder().build();
    }

    private static int status(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        }
    }
}
