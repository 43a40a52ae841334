package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.loadbalancer.policy.Hedging;
import io.rollcall.model.Outcome;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code client.newWebSocket} to a service. */
class WebSocketTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private TestedService users = TestedService.onRealTime();
    private final WebSockets.Recording received = new WebSockets.Recording();

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    void isInFlightUntilItIsClosed() throws IOException {
        users.start(WebSockets.echoing());

        WebSocket socket = open();
        socket.send("hello");
        await().atMost(SOON).until(() -> received.all.contains("hello"));
        assertThat(users.inFlight()).isEqualTo(1);
        assertThat(users.outcomes).isEmpty();

        socket.close(1000, "done");
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS);
    }

    @Test
    void isNoLongerInFlightWhenItIsCancelled() throws IOException {
        users.start(WebSockets.echoing());
        WebSocket socket = open();

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
        users.start(WebSockets.echoing());

        WebSocket socket = open();
        socket.close(1000, null);
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.outcomes).containsExactly(Outcome.CONNECTION_ERROR, Outcome.SUCCESS);
    }

    @Test
    void opensThoughAttemptsAreBoundedAndHedged() throws IOException {
        users.close();
        users = TestedService.on(
                CallRuntime.real(),
                policy -> policy.hedging(Hedging.after(SOON)).retry(retry -> retry.perAttemptTimeout(SOON)));
        users.start(WebSockets.echoing());

        WebSocket socket = begin();

        await().atMost(SOON).until(() -> !received.all.isEmpty());
        assertThat(received.all).containsExactly("open");
        socket.cancel();
        await().atMost(SOON).until(() -> users.inFlight() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("a call that is cancelled in the moment of its upgrade leaves nothing in flight")
    void cancelledInTheMomentOfTheUpgrade(boolean atAnother) throws IOException {
        if (atAnother) {
            users.start(503);
        }
        users.start(WebSockets.echoing());
        OkHttpClient fickle = users.clients.like(new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    chain.call().cancel();
                    return response;
                })
                .build());

        fickle.newWebSocket(TestedService.request().build(), received);

        await().atMost(SOON).until(() -> received.all.contains("failed Canceled"));
        assertThat(users.inFlight()).isZero();
    }

    private WebSocket begin() {
        return users.client().newWebSocket(TestedService.request().build(), received);
    }

    private WebSocket open() {
        WebSocket socket = begin();
        await().atMost(SOON).until(() -> received.all.contains("open"));
        return socket;
    }
}
