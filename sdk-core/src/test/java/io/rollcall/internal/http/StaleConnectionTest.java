package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.http.ServiceCallException;
import io.rollcall.model.Outcome;
import io.rollcall.testing.Certificate;
import io.rollcall.testing.ClosingServer;
import io.rollcall.testing.HttpInstance;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Idle connections that the server closed: they fail no call, and are no attempts. */
class StaleConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int CALLS = 6;

    @TempDir
    Path directory = Path.of("");

    private final VirtualScheduler time = new VirtualScheduler();
    /** There is no second attempt: the budget grants none. */
    private final TestedService users = TestedService.on(
            CallRuntime.virtual(time),
            policy -> policy.retry(retry -> retry.budget(0).minPerSecond(0)));

    private final List<ClosingServer> servers = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        users.close();
        for (ClosingServer server : servers) {
            server.close();
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"GET, true", "GET, false", "PUT, false", "POST, true", "POST, false"})
    @DisplayName("F44 an idle connection that the server closed costs no call, attempt, budget or blame")
    void idleConnectionThatWasClosedCostsNothing(String method, boolean secure) throws Exception {
        Certificate certificate = Certificate.of("dns:users", directory);
        ClosingServer server =
                offer(secure ? ClosingServer.afterEachResponse(certificate) : ClosingServer.afterEachResponse());
        OkHttpClient client = trusting(certificate);

        for (int i = 0; i < CALLS; i++) {
            int before = i;
            await().atMost(SOON).until(() -> server.closed() == before);
            time.advance(IDLE);
            assertThat(status(client, request(method))).isEqualTo(200);
        }

        assertThat(server.requests()).hasSize(CALLS).containsOnly(method + " /");
        assertThat(users.kinds()).containsExactlyElementsOf(Collections.nCopies(CALLS, "i-0 FIRST SUCCESS"));
    }

    @Test
    @DisplayName("F44 with two instances each call stays on its own")
    void callStaysOnItsInstance() throws IOException {
        ClosingServer first = offer(ClosingServer.afterEachResponse());
        ClosingServer second = offer(ClosingServer.afterEachResponse());

        for (int i = 0; i < CALLS; i++) {
            int before = i;
            await().atMost(SOON).until(() -> first.closed() == before);
            assertThat(status(users.client(), request("GET"))).isEqualTo(200);
        }

        assertThat(first.requests()).hasSize(CALLS);
        assertThat(second.requests()).isEmpty();
    }

    @Test
    @DisplayName("F44 all idle connections may have been closed at once, as by a server that was started again")
    void allIdleConnectionsMayBeClosed() throws IOException {
        ClosingServer server = offer(ClosingServer.onDemand());
        server.gather(3);
        Stream.generate(users::getMeanwhile)
                .limit(3)
                .toList()
                .forEach(
                        call -> assertThat(call).succeedsWithin(SOON).asString().startsWith("200"));
        assertThat(server.connections()).isEqualTo(3);

        server.closeIdle();
        await().atMost(SOON).until(() -> server.closed() == 3);

        assertThat(status(users.client(), request("GET"))).isEqualTo(200);
        assertThat(users.outcomes).hasSize(4).containsOnly(Outcome.SUCCESS);
    }

    @Test
    @DisplayName("F44 even a body that can be written once is sent, since nothing of it was")
    void oneShotBodyIsSent() throws IOException {
        ClosingServer server = offer(ClosingServer.afterEachResponse());
        status(users.client(), request("GET"));
        await().atMost(SOON).until(() -> server.closed() == 1);
        time.advance(IDLE);

        Request once = TestedService.request().post(new TestedService.OneShot()).build();

        assertThat(status(users.client(), once)).isEqualTo(200);
        assertThat(server.requests()).containsExactly("GET /", "POST /");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @DisplayName("F44 a 408 for an idle connection is none for the next request")
    void requestTimeoutOfAnIdleConnectionIsNoResponse(String method) throws IOException {
        ClosingServer server = offer(ClosingServer.with408());

        for (int i = 0; i < 3; i++) {
            int before = i;
            await().atMost(SOON).until(() -> server.closed() == before);
            time.advance(IDLE);
            assertThat(status(users.client(), request(method))).isEqualTo(200);
        }
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("F44 calls of their own see to it too")
    void alsoAsACallOfItsOwn(boolean hedged) throws IOException {
        try (TestedService bounded = TestedService.on(
                CallRuntime.real(),
                p -> hedged
                        ? p.hedging(io.rollcall.loadbalancer.policy.Hedging.after(Duration.ofHours(1)))
                        : p.retry(r -> r.perAttemptTimeout(Duration.ofMinutes(1))))) {
            ClosingServer server = remember(ClosingServer.afterEachResponse());
            bounded.offer(server.instance("users").id("i-0").build());

            for (int i = 0; i < 3; i++) {
                int before = i;
                await().atMost(SOON).until(() -> server.closed() == before);
                assertThat(status(bounded.client(), request("GET"))).isEqualTo(200);
            }
            assertThat(bounded.kinds()).containsExactly("i-0 FIRST SUCCESS", "i-0 FIRST SUCCESS", "i-0 FIRST SUCCESS");
            assertThat(bounded.inFlight()).isZero();
        }
    }

    @Test
    @DisplayName("F44 a new connection that breaks is an attempt, and its message names the end of the stream")
    void newConnectionThatBreaksIsNamed() throws IOException {
        users.start(HttpInstance::breakOff);

        assertThatThrownBy(() -> users.text(request("GET")))
                .isInstanceOf(ServiceCallException.class)
                .hasMessageContaining("unexpected end of stream")
                .hasMessageNotContaining("not found: limit=0");
        assertThat(users.outcomes).containsExactly(Outcome.CONNECTION_ERROR);
    }

    @Test
    @DisplayName("F44 an instance that closed its connections and listens no more is blamed as for any other call")
    void closedServerIsBlamed() throws IOException {
        HttpInstance gone = users.start();
        users.text(request("GET"));

        gone.close();

        assertThatThrownBy(() -> users.text(request("GET")))
                .isInstanceOf(ServiceCallException.class)
                .hasMessageContaining("Connection refused");
        assertThat(users.kinds()).containsExactly("u-1 FIRST SUCCESS", "u-1 FIRST CONNECTION_ERROR");
    }

    @Test
    @DisplayName("F44 the own client closes connections before servers usually do")
    void ownClientClosesIdleConnections() throws IOException {
        try (TestedService brief = TestedService.on(
                CallRuntime.real(), CallRuntime.config().withKeepAlive(Duration.ofMillis(50)), policy -> policy)) {
            brief.start();
            brief.text(request("GET"));

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    brief.clients.own().connectionPool().connectionCount())
                            .isZero());
        }
    }

    private ClosingServer offer(ClosingServer server) {
        remember(server);
        users.offer(server.instance("users").id("i-" + (servers.size() - 1)).build());
        return server;
    }

    private ClosingServer remember(ClosingServer server) {
        servers.add(server);
        return server;
    }

    private OkHttpClient trusting(Certificate certificate) {
        return users.client()
                .newBuilder()
                .sslSocketFactory(certificate.context().getSocketFactory(), certificate.trust())
                .build();
    }

    private static Request request(String method) {
        RequestBody body = method.equals("GET") ? null : RequestBody.create("order", MediaType.get("text/plain"));
        return TestedService.request().method(method, body).build();
    }

    private static int status(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            response.body().string();
            return response.code();
        }
    }
}
