package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.model.Outcome;
import io.rollcall.testing.HttpInstance;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import okhttp3.ConnectionPool;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows a response with a status that is retried. */
class StatusRetryTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final VirtualScheduler time = new VirtualScheduler();
    private TestedService users = TestedService.onRealTime();

    @AfterEach
    void end() {
        users.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    @DisplayName("F32 a GET that meets a gateway error is answered by another instance")
    void gatewayErrorIsTriedElsewhere(int status) throws IOException {
        users.start(status);
        users.start();

        assertThat(users.text(TestedService.request().build())).isEqualTo("u-2");
        assertThat(users.outcomes).containsExactly(Outcome.GATEWAY_ERROR, Outcome.SUCCESS);
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void discardedResponseGivesItsConnectionBack() throws IOException {
        users.start(503);
        users.start();

        users.text(TestedService.request().build());

        ConnectionPool pool = users.client().connectionPool();
        assertThat(pool.idleConnectionCount()).isEqualTo(pool.connectionCount()).isEqualTo(2);
    }

    @Test
    void lastResponseIsTheCallersWhenAllFail() throws IOException {
        users.start(503);
        users.start(502);
        users.start(504);
        users.start(503);

        try (Response response = users.call(TestedService.request().build())) {
            assertThat(response.body().string()).isEqualTo("status " + response.code());
            assertThat(response.code()).isBetween(502, 504);
        }
        assertThat(users.attempts).hasSize(3);
    }

    @Test
    void responseStaysTheCallersWithoutABudget() throws IOException {
        users.close();
        users = TestedService.on(
                CallRuntime.real(), p -> p.retry(r -> r.budget(0).minPerSecond(0)));
        users.start(503);
        users.start();

        assertThat(users.text(TestedService.request().build())).isEqualTo("status 503");
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void eachCallAddsItsShareToTheBudget() throws IOException {
        users.close();
        users = TestedService.on(
                CallRuntime.real(), p -> p.retry(r -> r.budget(0.5).minPerSecond(0)));
        users.start(503);
        users.start();

        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(users.text(TestedService.request().build()));
        }

        assertThat(answers).contains("u-2", "status 503");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void postIsNotRepeatedUnlessItsCallerSaysThatItMayBe(String method) throws IOException {
        users.start(503);
        users.start();
        Request order = TestedService.request()
                .method(method, RequestBody.create("order", null))
                .build();

        assertThat(users.text(order)).isEqualTo("status 503");
        assertThat(users.text(order.newBuilder().header("Idempotency-Key", "7").build()))
                .isEqualTo("u-2");
    }

    @Test
    void oneShotBodyIsNotSentAgain() throws IOException {
        users.start(503);
        HttpInstance second = users.start();
        RequestBody once = new TestedService.OneShot();

        assertThat(users.text(TestedService.request().put(once).build())).isEqualTo("status 503");
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void otherStatusesAreFinal() throws IOException {
        users.start(500);
        users.start();

        assertThat(users.text(TestedService.request().build())).isEqualTo("status 500");
    }

    @Test
    @DisplayName("OkHttp repeats nothing by itself, though 503 asks for it with Retry-After: 0")
    void serverThatAsksForItAtOnceGetsNoPostTwice() throws IOException {
        HttpInstance only = users.start(503, "Retry-After", "0");

        try (Response response = users.call(TestedService.post("order"))) {
            assertThat(response.header("Retry-After")).isEqualTo("0");
        }
        assertThat(only.requests()).hasSize(1);
    }

    @Test
    void retryWaitsALittle() {
        onVirtualTime();
        users.start(503);
        HttpInstance second = users.start();

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> time.pending() == 1);
        time.advance(Duration.ofMillis(12));
        assertThat(time.pending()).isEqualTo(1);
        assertThat(second.requests()).isEmpty();

        time.advance(Duration.ofMillis(13));
        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 u-2");
    }

    @Test
    @DisplayName("F32 a Retry-After concerns the instance that sent it: another is called at once")
    void retryAfterOfAnotherInstanceDelaysNoRetry() {
        onVirtualTime();
        users.start(503, "Retry-After", "1");
        users.start();

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> time.pending() == 1);
        time.advance(Duration.ofMillis(25));

        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 u-2");
    }

    @Test
    void onlyInstanceIsAskedAgainWhenItSaid() {
        onVirtualTime();
        int[] asked = {0};
        users.start(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "1");
            HttpInstance.answer(exchange, ++asked[0] == 1 ? 503 : 200, "asked " + asked[0]);
        });

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> time.pending() == 1);
        time.advance(Duration.ofMillis(999));
        assertThat(time.pending()).isEqualTo(1);

        time.advance(Duration.ofMillis(1));
        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 asked 2");
        assertThat(users.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "soon", "Sun, 06 Nov 2999 08:49:37 GMT"})
    void onlyInstanceThatDoesNotSayOrSaysALongTimeHasTheLastWord(String retryAfter) throws IOException {
        HttpInstance only = users.start(503, "Retry-After", retryAfter);

        assertThat(users.text(TestedService.request().build())).isEqualTo("status 503");
        assertThat(only.requests()).hasSize(1);
    }

    @Test
    void retryAfterMayBeADate() throws IOException {
        Response response = answered("Thu, 01 Jan 2026 00:00:30 GMT");

        assertThat(RetryAfter.of(response, time)).isEqualTo(Duration.ofSeconds(30));
        time.advance(Duration.ofSeconds(40));
        assertThat(RetryAfter.of(response, time)).isEqualTo(Duration.ZERO);
    }

    @Test
    void aCancelledCallStopsWaiting() throws IOException {
        onVirtualTime();
        users.start(503);
        users.start();
        var call = users.client().newCall(TestedService.request().build());
        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(
                () -> {
                    try (Response response = call.execute()) {
                        return new AssertionError(response.toString());
                    } catch (IOException e) {
                        return e;
                    }
                },
                TestedService.OWN_THREAD);
        await().atMost(SOON).until(() -> time.pending() == 1);

        call.cancel();

        assertThat(failure).succeedsWithin(SOON).satisfies(e -> assertThat(e).hasMessage("Canceled"));
        assertThat(users.inFlight()).isZero();
        assertThat(time.pending()).isZero();
    }

    private static Response answered(String retryAfter) {
        return new Response.Builder()
                .request(TestedService.request().build())
                .protocol(okhttp3.Protocol.HTTP_1_1)
                .code(503)
                .message("")
                .header("Retry-After", retryAfter)
                .build();
    }

    private void onVirtualTime() {
        users.close();
        users = TestedService.on(CallRuntime.virtual(time), policy -> policy);
    }
}
