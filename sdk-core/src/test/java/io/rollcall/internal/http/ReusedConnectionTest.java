package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.http.ServiceCallException;
import io.rollcall.model.Outcome;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a connection breaks that had served before, and what counts against the instance. */
class ReusedConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestedService users = TestedService.onRealTime();

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    void idleConnectionThatALivingInstanceClosedIsNoAttempt() throws IOException {
        users.start(closingAfterEachResponse());
        users.start();

        status();
        assertThat(status()).isEqualTo(200);

        assertThat(users.kinds()).containsExactly("m-1 FIRST SUCCESS", "m-1 FIRST SUCCESS");
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS, Outcome.SUCCESS);
    }

    @Test
    void newConnectionThatBreaksCountsAgainstTheInstance() throws IOException {
        users.start(HttpInstance::breakOff);
        users.start();

        assertThat(users.text(TestedService.request().build())).isEqualTo("u-2");

        assertThat(users.outcomes).containsExactly(Outcome.CONNECTION_ERROR, Outcome.SUCCESS);
    }

    @Test
    void silenceOnAConnectionThatServedCountsAgainstTheInstance() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        users.start(exchange -> {
            if (asked.incrementAndGet() > 1) {
                users.hang();
            }
            HttpInstance.answer(exchange, 200, "u-1");
        });
        OkHttpClient impatient =
                users.client().newBuilder().readTimeout(Duration.ofMillis(300)).build();
        assertThat(users.text(TestedService.request().build())).isEqualTo("u-1");

        assertThatThrownBy(() -> impatient.newCall(TestedService.post("order")).execute())
                .isInstanceOf(SocketTimeoutException.class);

        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS, Outcome.TIMEOUT);
    }

    @Test
    @DisplayName("F32 a killed instance is out after two broken connections, and costs no idempotent call")
    void killedInstanceIsOutSoon() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        HttpInstance killed = users.start(exchange -> {
            both.countDown();
            awaitAll(both);
            HttpInstance.answer(exchange, 200, "u-1");
        });
        users.start();
        List<CompletableFuture<String>> warm = new ArrayList<>(List.of(users.getMeanwhile(), users.getMeanwhile()));
        warm.forEach(call -> assertThat(call).succeedsWithin(SOON).isEqualTo("200 u-1"));

        killed.close();
        assertThat(users.text(TestedService.request().build())).isEqualTo("u-2");
        assertThat(users.text(TestedService.request().build())).isEqualTo("u-2");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(users.ejections).containsExactly("u-1 connections failed in a row"));
    }

    @Test
    @DisplayName("OkHttp sends no POST again by itself when a connection breaks that had served before")
    void brokenConnectionSendsNoPostTwice() throws IOException {
        MockWebServer server = new MockWebServer();
        server.enqueue(ok());
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(ok());
        users.start(server);
        OkHttpClient eager = users.clients.like(
                new OkHttpClient.Builder().retryOnConnectionFailure(true).build());
        eager.newCall(TestedService.post("first")).execute().close();

        assertThatThrownBy(() -> eager.newCall(TestedService.post("second")).execute())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ServiceCallException.class);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    private static MockResponse ok() {
        return new MockResponse.Builder().build();
    }

    private static MockWebServer closingAfterEachResponse() {
        MockWebServer server = new MockWebServer();
        for (int i = 0; i < 4; i++) {
            server.enqueue(new MockResponse.Builder()
                    .body("closing")
                    .onResponseEnd(new SocketEffect.CloseSocket())
                    .build());
        }
        return server;
    }

    private int status() throws IOException {
        try (Response response = users.call(TestedService.request().build())) {
            response.body().string();
            return response.code();
        }
    }

    private static void awaitAll(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException("The test is over.", e);
        }
    }
}
