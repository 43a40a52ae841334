package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.internal.SdkRuntime;
import io.rollcall.loadbalancer.policy.Hedging;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.Outcome;
import io.rollcall.testing.HttpInstance;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.ConnectionPool;
import okhttp3.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A WebSocket whose instance answers its upgrade with something else than an upgrade. */
class RefusedUpgradeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final WebSockets.Recording received = new WebSockets.Recording();
    private TestedService users = TestedService.onRealTime();

    @AfterEach
    void end() {
        users.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    @DisplayName("F32 a WebSocket that its first instance refuses with a gateway error opens at another")
    void refusedUpgradeIsTriedElsewhere(int status) throws IOException {
        users.start(status);
        users.start(WebSockets.echoing());

        WebSocket socket = open();
        socket.send("hello");
        await().atMost(SOON).until(() -> received.all.contains("hello"));
        assertThat(users.inFlight()).isEqualTo(1);

        socket.close(1000, "done");
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.kinds()).containsExactly("u-1 FIRST GATEWAY_ERROR", "m-2 RETRY SUCCESS");
        assertThat(received.all).containsExactly("open", "hello");
    }

    @Test
    void refusalThatIsNotTheLastGivesItsConnectionBack() throws IOException {
        users.start(503);
        users.start(WebSockets.echoing());

        open().close(1000, "done");

        ConnectionPool pool = users.client().connectionPool();
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        await().atMost(SOON).until(() -> pool.idleConnectionCount() == 1 && pool.connectionCount() == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500})
    void otherRefusalsAreTheCallers(int status) throws IOException {
        users.start(status);
        MockWebServer second = users.start(WebSockets.echoing());

        begin();

        await().atMost(SOON).until(() -> received.all.contains("failed " + status));
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(second.getRequestCount()).isZero();
    }

    @Test
    void refusalIsTheCallersWithoutABudget() throws IOException {
        on(CallRuntime.real(), p -> p.retry(r -> r.budget(0).minPerSecond(0)));
        users.start(503);
        users.start(WebSockets.echoing());

        begin();

        await().atMost(SOON).until(() -> received.all.contains("failed 503"));
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.kinds()).containsExactly("u-1 FIRST GATEWAY_ERROR");
    }

    @Test
    void theLastRefusalIsTheCallers() {
        users.start(503);
        users.start(502);

        begin();

        await().atMost(SOON).until(() -> received.all.contains("failed 502"));
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.outcomes).containsExactly(Outcome.GATEWAY_ERROR, Outcome.GATEWAY_ERROR);
    }

    @Test
    void onlyInstanceIsAskedAgainWhenItSaid() throws IOException {
        VirtualScheduler time = new VirtualScheduler();
        on(CallRuntime.virtual(time), p -> p);
        users.start(refusingOnce("1"));

        begin();
        await().atMost(SOON).until(() -> time.pending() == 1);
        time.advance(Duration.ofMillis(999));
        assertThat(time.pending()).isEqualTo(1);
        time.advance(Duration.ofMillis(1));

        await().atMost(SOON).until(() -> received.all.contains("open"));
    }

    @Test
    void anUpgradeThatTakesTooLongIsTriedElsewhere() throws IOException {
        VirtualScheduler time = new VirtualScheduler();
        on(CallRuntime.virtual(time), p -> p.retry(r -> r.perAttemptTimeout(Duration.ofSeconds(1))));
        HttpInstance hanging = users.startHanging();
        users.start(WebSockets.echoing());

        WebSocket socket = begin();
        await().atMost(SOON).until(() -> hanging.requests().size() == 1);
        time.advance(Duration.ofSeconds(1));

        await().atMost(SOON).until(() -> received.all.contains("open"));
        time.advance(Duration.ofHours(1));
        socket.send("hello");
        await().atMost(SOON).until(() -> received.all.contains("hello"));
    }

    @Test
    void anUpgradeIsNotHedged() throws IOException {
        VirtualScheduler time = new VirtualScheduler();
        on(CallRuntime.virtual(time), p -> p.hedging(Hedging.after(Duration.ofSeconds(1))));
        HttpInstance hanging = users.startHanging();
        MockWebServer second = users.start(WebSockets.echoing());

        begin();
        await().atMost(SOON).until(() -> hanging.requests().size() == 1);
        time.advance(Duration.ofMinutes(1));

        assertThat(users.attempts).isEmpty();
        assertThat(users.inFlight()).isEqualTo(1);
        assertThat(second.getRequestCount()).isZero();
    }

    @Test
    void whoeverOpenedAtAnotherInstanceIsNoLongerInFlightWhenItIsCancelled() throws IOException {
        users.start(503);
        users.start(WebSockets.echoing());

        open().cancel();

        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.outcomes).containsExactly(Outcome.GATEWAY_ERROR, Outcome.SUCCESS);
    }

    private WebSocket begin() {
        return users.client().newWebSocket(TestedService.request().build(), received);
    }

    private WebSocket open() {
        WebSocket socket = begin();
        await().atMost(SOON).until(() -> received.all.contains("open"));
        return socket;
    }

    private void on(SdkRuntime runtime, UnaryOperator<ServicePolicy.Builder> policy) {
        users.close();
        users = TestedService.on(runtime, policy);
    }

    private static MockWebServer refusingOnce(String retryAfter) {
        MockWebServer server = new MockWebServer();
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", retryAfter)
                .build());
        server.enqueue(WebSockets.upgrade());
        return server;
    }
}
