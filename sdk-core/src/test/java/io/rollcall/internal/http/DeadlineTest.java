package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.rollcall.http.ServiceCallException;
import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.model.Outcome;
import io.rollcall.testing.HttpInstance;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long attempts, and all of them together, may take. */
class DeadlineTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration TICK = Duration.ofMillis(300);

    private final VirtualScheduler time = new VirtualScheduler();
    private TestedService users = TestedService.onRealTime();

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    @DisplayName("F32 an instance that accepts and never answers costs one attempt's time")
    void attemptThatTakesTooLongIsMadeElsewhere() {
        onVirtualTime(retry -> retry.perAttemptTimeout(TICK));
        HttpInstance hanging = users.startHanging();
        users.start();

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> hanging.requests().size() == 1);
        time.advance(TICK);

        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 u-2");
        assertThat(users.kinds()).containsExactly("u-1 FIRST TIMEOUT", "u-2 RETRY SUCCESS");
        assertThat(users.inFlight()).isZero();
        assertThat(time.pending()).isZero();
    }

    @Test
    @DisplayName("F49 instances whose responses are late are not those whose connections failed")
    void lateResponsesAreNoFailedConnections() {
        onVirtualTime(retry -> retry.perAttemptTimeout(TICK).attempts(1));
        HttpInstance late = users.startHanging();
        users.start();

        for (int i = 1; i <= 3; i++) {
            int calls = i;
            CompletableFuture<String> response = users.getMeanwhile();
            await().atMost(SOON).until(() -> late.requests().size() == calls);
            time.advance(TICK);
            assertThat(response).succeedsWithin(SOON);
        }

        assertThat(users.outcomes).containsExactly(Outcome.TIMEOUT, Outcome.TIMEOUT, Outcome.TIMEOUT);
        assertThat(users.ejections).isEmpty();
    }

    @Test
    void aPostThatTakesTooLongIsNotSentAgain() {
        onVirtualTime(retry -> retry.perAttemptTimeout(TICK));
        HttpInstance hanging = users.startHanging();
        HttpInstance other = users.start();

        CompletableFuture<Throwable> failure = failureOf(TestedService.post("order"));
        await().atMost(SOON).until(() -> hanging.requests().size() == 1);
        time.advance(TICK);

        assertThat(failure)
                .succeedsWithin(SOON)
                .satisfies(e -> assertThat(e)
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessage("no response began within PT0.3S"));
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void theBodyMayTakeLongerThanTheAttempt() throws IOException {
        onVirtualTime(retry -> retry.perAttemptTimeout(TICK).totalTimeout(TICK.multipliedBy(2)));
        CountDownLatch rest = new CountDownLatch(1);
        users.start(exchange -> inTwoParts(exchange, rest));

        try (Response response = users.call(TestedService.request().build())) {
            time.advance(TICK.multipliedBy(10));
            rest.countDown();
            assertThat(response.body().string()).isEqualTo("begun and ended");
        }
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS);
    }

    @Test
    void allAttemptsTogetherHaveABound() {
        onVirtualTime(retry -> retry.perAttemptTimeout(TICK).totalTimeout(Duration.ofMillis(500)));
        HttpInstance first = users.startHanging();
        HttpInstance second = users.startHanging();

        CompletableFuture<Throwable> failure = failureOf(TestedService.request().build());
        await().atMost(SOON).until(() -> first.requests().size() == 1);
        time.advance(TICK);
        await().atMost(SOON).until(() -> second.requests().size() == 1);
        assertThat(failure).isNotDone();
        time.advance(Duration.ofMillis(200));

        assertThat(failure)
                .succeedsWithin(SOON)
                .satisfies(e -> assertThat(e)
                        .isInstanceOf(ServiceCallException.class)
                        .hasMessageMatching("No instance of users answered GET http://users/\\.\\.\\.; tried u-1 \\S+"
                                + " no response began within PT0.3S; u-2 .*; no response began within PT0.5S\\."));
        assertThat(users.outcomes).containsExactly(Outcome.TIMEOUT, Outcome.TIMEOUT);
    }

    @Test
    void onlyTheTotalIsBoundedToo() {
        onVirtualTime(retry -> retry.totalTimeout(TICK));
        HttpInstance hanging = users.startHanging();
        users.start();

        CompletableFuture<Throwable> failure = failureOf(TestedService.request().build());
        await().atMost(SOON).until(() -> hanging.requests().size() == 1);
        time.advance(TICK);

        assertThat(failure).succeedsWithin(SOON).isInstanceOf(ServiceCallException.class);
        assertThat(users.outcomes).containsExactly(Outcome.TIMEOUT);
    }

    @Test
    void whatCannotBeWaitedForIsNot() {
        onVirtualTime(retry -> retry.totalTimeout(Duration.ofMillis(10)));
        users.start(503);
        users.start();

        assertThat(users.getMeanwhile()).succeedsWithin(SOON).isEqualTo("503 status 503");
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void aResponseThatBeginsWhenTheBoundIsReachedIsNoResponse() {
        onVirtualTime(retry -> retry.totalTimeout(TICK));
        users.start();
        OkHttpClient late = users.clients.like(new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    time.advance(TICK);
                    return response;
                })
                .build());

        assertThatThrownBy(() -> late.newCall(TestedService.request().build()).execute())
                .isInstanceOf(ServiceCallException.class)
                .hasMessageContaining("no response began within PT0.3S");
        assertThat(users.inFlight()).isZero();
    }

    @Test
    @DisplayName("F32 a response that does not come in OkHttp's own read timeout is asked for elsewhere")
    void readTimeoutIsTriedElsewhere() throws IOException {
        users.startHanging();
        users.start();
        var impatient =
                users.client().newBuilder().readTimeout(Duration.ofSeconds(2)).build();

        try (Response response =
                impatient.newCall(TestedService.request().build()).execute()) {
            assertThat(response.body().string()).isEqualTo("u-2");
        }
    }

    @Test
    void readTimeoutIsFinalIfThePolicySaysSo() {
        users.close();
        users = TestedService.on(CallRuntime.real(), p -> p.retry(r -> r.onTimeout(false)));
        users.startHanging();
        users.start();
        var impatient = users.client().newBuilder().readTimeout(TICK).build();

        assertThatThrownBy(
                        () -> impatient.newCall(TestedService.request().build()).execute())
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void okHttpsBoundOfTheCallHoldsForTheBodyOfALaterAttempt() throws IOException {
        users.start(503);
        users.start(exchange -> inTwoParts(exchange, new CountDownLatch(1)));
        var impatient =
                users.client().newBuilder().callTimeout(Duration.ofSeconds(2)).build();

        try (Response response =
                impatient.newCall(TestedService.request().build()).execute()) {
            assertThatThrownBy(() -> response.body().string()).isInstanceOf(InterruptedIOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("OkHttp's bound of the call counts against the instance, however slow the clock is")
    void okHttpsBoundOfTheCallCountsAgainstTheInstance(boolean callsOfTheirOwn) {
        onVirtualTime(retry -> retry.perAttemptTimeout(callsOfTheirOwn ? Duration.ofDays(1) : null));
        users.startHanging();
        var impatient = users.client().newBuilder().callTimeout(TICK).build();

        assertThatThrownBy(
                        () -> impatient.newCall(TestedService.request().build()).execute())
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("timeout");
        assertThat(users.outcomes).containsExactly(Outcome.TIMEOUT);
        assertThat(users.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatItsCallerCancelsLateDoesNotCountAgainstTheInstance(boolean callsOfTheirOwn) {
        onVirtualTime(retry -> retry.perAttemptTimeout(callsOfTheirOwn ? Duration.ofDays(1) : null));
        HttpInstance hanging = users.startHanging();
        Call call = users.client()
                .newBuilder()
                .callTimeout(Duration.ofHours(1))
                .build()
                .newCall(TestedService.request().build());
        CompletableFuture<Throwable> failure = failureOf(call);
        await().atMost(SOON).until(() -> hanging.requests().size() == 1);

        time.advance(Duration.ofHours(2));
        call.cancel();

        assertThat(failure).succeedsWithin(SOON).isInstanceOf(IOException.class);
        assertThat(users.outcomes).containsExactly(Outcome.CANCELLED);
        assertThat(users.inFlight()).isZero();
    }

    private static void inTwoParts(HttpExchange exchange, CountDownLatch rest) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("begun".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        try {
            rest.await();
        } catch (InterruptedException e) {
            throw new IOException("The test is over.", e);
        }
        exchange.getResponseBody().write(" and ended".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private CompletableFuture<Throwable> failureOf(Request request) {
        return failureOf(users.client().newCall(request));
    }

    private static CompletableFuture<Throwable> failureOf(Call call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Response response = call.execute()) {
                        return new AssertionError("answered: " + response);
                    } catch (IOException e) {
                        return e;
                    }
                },
                TestedService.OWN_THREAD);
    }

    private void onVirtualTime(Consumer<RetryPolicy.Builder> retry) {
        users.close();
        users = TestedService.on(CallRuntime.virtual(time), policy -> policy.retry(retry));
    }
}
