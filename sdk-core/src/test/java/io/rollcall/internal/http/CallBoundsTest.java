package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.rollcall.internal.http.jdk.BalancedHttpClient;
import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.model.Outcome;
import io.rollcall.testing.HttpInstance;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds that callers set to a call by OkHttp's own means hold once, over all its attempts. */
class CallBoundsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final int MANY = 8;

    private TestedService users = TestedService.onRealTime();

    @AfterEach
    void end() {
        users.close();
    }

    enum Bound {
        CALL_TIMEOUT {
            @Override
            Call on(OkHttpClient client) {
                return client.newBuilder()
                        .callTimeout(BOUND)
                        .build()
                        .newCall(TestedService.request().build());
            }
        },
        TIMEOUT_OF_THE_CALL {
            @Override
            Call on(OkHttpClient client) {
                Call call = client.newCall(TestedService.request().build());
                call.timeout().timeout(BOUND.toMillis(), TimeUnit.MILLISECONDS);
                return call;
            }
        },
        DEADLINE_OF_THE_CALL {
            @Override
            Call on(OkHttpClient client) {
                Call call = client.newCall(TestedService.request().build());
                call.timeout().deadline(BOUND.toMillis(), TimeUnit.MILLISECONDS);
                return call;
            }
        };

        abstract Call on(OkHttpClient client);
    }

    @ParameterizedTest
    @EnumSource(Bound.class)
    @DisplayName("F54 a bound of the call holds over all attempts")
    void boundOfTheCallHoldsOnce(Bound bound) {
        on(retry -> retry.attempts(MANY).perAttemptTimeout(Duration.ofMillis(400)));
        startHanging();

        assertThat(failureOf(bound.on(users.client())))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("timeout");

        assertThat(users.attempts.size()).as("attempts of 0.4 s in 1 s").isBetween(1, 3);
    }

    @ParameterizedTest
    @EnumSource(Bound.class)
    @DisplayName("F54 and for the body of the response to the last of them")
    void boundOfTheCallHoldsForTheBody(Bound bound) {
        users.start(503);
        users.start(this::begin);

        Throwable failure = failureOf(bound.on(users.client()));

        assertThat(failure).isInstanceOf(InterruptedIOException.class);
        assertThat(users.kinds()).containsExactly("u-1 FIRST GATEWAY_ERROR", "u-2 RETRY SUCCESS");
    }

    @Test
    @DisplayName("F54 and for what the call is redirected to")
    void boundOfTheCallHoldsOverRedirects() {
        users.start(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/")) {
                await().pollDelay(Duration.ofMillis(600)).until(() -> true);
                exchange.getResponseHeaders().set("Location", "/on");
                HttpInstance.answer(exchange, 302, "");
            } else {
                begin(exchange);
            }
        });
        long start = TimeSource.system().nanoTime();

        assertThat(failureOf(Bound.CALL_TIMEOUT.on(users.client()))).isInstanceOf(InterruptedIOException.class);

        assertThat(Duration.ofNanos(TimeSource.system().nanoTime() - start)).isLessThan(BOUND.plusMillis(500));
    }

    @Test
    @DisplayName("F54 the read timeout of a derived client is that of each attempt")
    void readTimeoutOfADerivedClientHoldsForEachAttempt() throws IOException {
        users.startHanging();
        users.startHanging();
        users.start();
        OkHttpClient derived =
                users.client().newBuilder().readTimeout(Duration.ofMillis(300)).build();

        try (Response response =
                derived.newCall(TestedService.request().build()).execute()) {
            assertThat(response.body().string()).isEqualTo("u-3");
        }
        assertThat(users.kinds()).containsExactly("u-1 FIRST TIMEOUT", "u-2 RETRY TIMEOUT", "u-3 RETRY SUCCESS");
    }

    @Test
    @DisplayName("F54 the timeout of a JDK request holds over all attempts")
    void timeoutOfAJdkRequestHoldsOnce() {
        on(retry -> retry.attempts(MANY).perAttemptTimeout(Duration.ofMillis(400)));
        startHanging();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://users/"))
                .timeout(BOUND)
                .build();

        CompletableFuture<?> response =
                BalancedHttpClient.over(users.client()).sendAsync(request, BodyHandlers.ofString());

        assertThat(response).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(HttpTimeoutException.class);
        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.attempts.size()).as("attempts of 0.4 s in 1 s").isBetween(1, 3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("F54 a cancelled call makes no further attempt, and blames no instance")
    void cancelledCallEnds(boolean callsOfTheirOwn) {
        separately(callsOfTheirOwn);
        HttpInstance hanging = users.startHanging();
        HttpInstance other = users.start();
        Call call = users.client().newCall(TestedService.request().build());
        CompletableFuture<Throwable> failure =
                CompletableFuture.supplyAsync(() -> failureOf(call), TestedService.OWN_THREAD);
        await().atMost(SOON).until(() -> hanging.requests().size() == 1);

        call.cancel();

        assertThat(failure).succeedsWithin(SOON).isInstanceOf(IOException.class);
        assertThat(users.outcomes).containsExactly(Outcome.CANCELLED);
        assertThat(other.requests()).isEmpty();
    }

    @Test
    @DisplayName("F54 an interrupted wait before a retry ends the call")
    void interruptedWaitEndsTheCall() throws InterruptedException {
        on(retry -> retry.backoff(Duration.ofHours(1), Duration.ofHours(1)));
        HttpInstance first = users.start(503);
        users.start();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread caller = new Thread(() -> failure.complete(
                failureOf(users.client().newCall(TestedService.request().build()))));
        caller.start();
        await().atMost(SOON)
                .until(() -> caller.getState() == Thread.State.WAITING
                        && first.requests().size() == 1);

        caller.interrupt();

        assertThat(failure).succeedsWithin(SOON).isInstanceOf(InterruptedIOException.class);
        assertThat(users.inFlight()).isZero();
        assertThat(users.kinds()).containsExactly("u-1 FIRST GATEWAY_ERROR");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @EnabledForJreRange(min = JRE.JAVA_21)
    @DisplayName("F54 an interrupted virtual thread ends its call, and blames no instance")
    void interruptedVirtualThreadEndsItsCall(boolean callsOfTheirOwn) throws Exception {
        separately(callsOfTheirOwn);
        HttpInstance hanging = users.startHanging();
        HttpInstance other = users.start();
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread caller = (Thread) Thread.class
                .getMethod("startVirtualThread", Runnable.class)
                .invoke(null, (Runnable) () -> failure.complete(
                        failureOf(users.client().newCall(TestedService.request().build()))));
        await().atMost(SOON).until(() -> hanging.requests().size() == 1);

        caller.interrupt();

        assertThat(failure).succeedsWithin(SOON).isInstanceOf(IOException.class);
        await().atMost(SOON).untilAsserted(() -> assertThat(users.outcomes).containsExactly(Outcome.CANCELLED));
        assertThat(other.requests()).isEmpty();
    }

    private void startHanging() {
        for (int i = 0; i < MANY; i++) {
            users.startHanging();
        }
    }

    /** The first half of a response. */
    private void begin(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write('1');
        exchange.getResponseBody().flush();
        users.hang();
    }

    private static Throwable failureOf(Call call) {
        try (Response response = call.execute()) {
            return new AssertionError("answered: " + response.body().string());
        } catch (IOException e) {
            return e;
        }
    }

    private void separately(boolean callsOfTheirOwn) {
        on(retry -> {
            if (callsOfTheirOwn) {
                retry.perAttemptTimeout(Duration.ofHours(1));
            }
        });
    }

    private void on(Consumer<RetryPolicy.Builder> retry) {
        users.close();
        users = TestedService.on(CallRuntime.real(), policy -> policy.retry(retry));
    }
}
