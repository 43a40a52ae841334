package io.rollcall.http.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.loadbalancer.policy.Hedging;
import io.rollcall.loadbalancer.strategy.Outcome;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code client.newWebSocket} to a service. */
class WebSocketTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private TestedService users = TestedService.onRealTime();
    private final Recording heard = new Recording();

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    void isInFlightUntilItIsClosed() throws IOException {
        users.start(echoing());

        WebSocket socket = users.client().newWebSocket(TestedService.request().build(), heard);
        await().atMost(SOON).until(() -> heard.all.contains("open"));
        socket.send("hello");
        await().atMost(SOON).until(() -> heard.all.contains("hello"));
        assertThat(users.inFlight()).isEqualTo(1);
        assertThat(users.outcomes).isEmpty();

        socket.close(1000, "done");
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS);
    }

    @Test
    void isNoLongerInFlightWhenItIsCancelled() throws IOException {
        users.start(echoing());
        WebSocket socket = users.client().newWebSocket(TestedService.request().build(), heard);
        await().atMost(SOON).until(() -> heard.all.contains("open"));

        socket.cancel();

        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS);
    }

    @Test
    @DisplayName("F32 a WebSocket whose first instance refuses the connection opens at another")
    void refusedConnectionIsTriedElsewhere() throws IOException {
        HttpInstance gone = HttpInstance.start("users", "gone");
        gone.close();
        users.offer(gone.instance().build());
        users.start(echoing());

        WebSocket socket = users.client().newWebSocket(TestedService.request().build(), heard);

        await().atMost(SOON).until(() -> heard.all.contains("open"));
        socket.close(1000, null);
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.outcomes).containsExactly(Outcome.CONNECTION_ERROR, Outcome.SUCCESS);
    }

    @Test
    void opensThoughAttemptsAreBoundedAndHedged() throws IOException {
        users.close();
        users = TestedService.on(
                Machines.real(),
                policy -> policy.hedging(Hedging.after(SOON)).retry(retry -> retry.perAttemptTimeout(SOON)));
        users.start(echoing());

        WebSocket socket = users.client().newWebSocket(TestedService.request().build(), heard);

        await().atMost(SOON).until(() -> !heard.all.isEmpty());
        assertThat(heard.all).containsExactly("open");
        socket.cancel();
        await().atMost(SOON).until(() -> users.inFlight() == 0);
    }

    @Test
    void refusalOfTheUpgradeIsTheCallers() throws IOException {
        users.start(503);
        users.start(echoing());

        users.client().newWebSocket(TestedService.request().build(), heard);

        await().atMost(SOON).until(() -> heard.all.contains("failed 503"));
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.outcomes).containsExactly(Outcome.GATEWAY_ERROR);
    }

    private static MockWebServer echoing() {
        MockWebServer server = new MockWebServer();
        server.enqueue(new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        socket.send(text);
                    }

                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, reason);
                    }
                })
                .build());
        return server;
    }

    private static final class Recording extends WebSocketListener {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void onOpen(WebSocket socket, Response response) {
            all.add("open");
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            all.add(text);
        }

        @Override
        public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
            all.add("failed " + (response == null ? failure.getMessage() : response.code()));
        }
    }
}
