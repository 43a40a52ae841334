package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollcall.loadbalancer.policy.Hedging;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.HttpInstance;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A call that takes long is sent to a second instance as well. */
class HedgeTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration DELAY = Duration.ofMillis(50);

    private final VirtualScheduler time = new VirtualScheduler();
    private final CountDownLatch free = new CountDownLatch(1);
    private TestedService users = hedging(retry -> {});

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    void firstAnswerWinsAndTheLoserIsNoFailure() {
        HttpInstance slow = users.startHanging();
        users.start();

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> slow.requests().size() == 1);
        time.advance(DELAY.minusMillis(1));
        assertThat(answer).isNotDone();
        time.advance(Duration.ofMillis(1));

        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 u-2");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(users.kinds())
                        .containsExactlyInAnyOrder("u-1 FIRST CANCELLED", "u-2 HEDGE SUCCESS"));
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void anAnswerInTimeIsNotHedged() {
        users.start();
        HttpInstance other = users.start();

        assertThat(users.getMeanwhile()).succeedsWithin(SOON).isEqualTo("200 u-1");
        assertThat(time.pending()).isZero();
        time.advance(DELAY);

        assertThat(other.requests()).isEmpty();
    }

    @Test
    void firstAttemptMayStillWin() {
        HttpInstance slow = users.start(exchange -> whenFree(() -> HttpInstance.answer(exchange, 200, "slow")));
        HttpInstance hedge = users.startHanging();

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> slow.requests().size() == 1);
        time.advance(DELAY);
        await().atMost(SOON).until(() -> hedge.requests().size() == 1);
        free.countDown();

        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 slow");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(users.kinds())
                        .containsExactlyInAnyOrder("u-1 FIRST SUCCESS", "u-2 HEDGE CANCELLED"));
    }

    @Test
    void aHedgeThatIsRefusedDoesNotWin() {
        HttpInstance slow = users.start(exchange -> whenFree(() -> HttpInstance.answer(exchange, 200, "slow")));
        users.start(503);

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> slow.requests().size() == 1);
        time.advance(DELAY);
        await().atMost(SOON).until(() -> users.attempts.size() == 1);
        free.countDown();

        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 slow");
        assertThat(users.outcomes).containsExactlyInAnyOrder(Outcome.SUCCESS, Outcome.GATEWAY_ERROR);
    }

    @Test
    void whenBothFailAThirdIsTried() {
        HttpInstance first = users.start(exchange -> whenFree(() -> HttpInstance.breakOff(exchange)));
        HttpInstance second = users.start(exchange -> whenFree(() -> HttpInstance.breakOff(exchange)));
        users.start();

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON)
                .until(() -> first.requests().size() + second.requests().size() == 1);
        time.advance(DELAY);
        await().atMost(SOON)
                .until(() -> users.running.stream()
                                .mapToInt(i -> i.requests().size())
                                .sum()
                        >= 2);
        free.countDown();

        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 u-3");
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void aPostIsNeverHedged() {
        HttpInstance slow = users.start(exchange -> whenFree(() -> HttpInstance.answer(exchange, 200, "slow")));
        HttpInstance other = users.start();
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return users.text(TestedService.post("order"));
                    } catch (IOException e) {
                        return e.toString();
                    }
                },
                TestedService.OWN_THREAD);
        await().atMost(SOON).until(() -> slow.requests().size() == 1);

        assertThat(time.pending()).isZero();
        free.countDown();

        assertThat(answer).succeedsWithin(SOON).isEqualTo("slow");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    @DisplayName("F32 a hedge is an attempt: it needs the budget")
    void hedgesSpendTheBudget() {
        isNotHedged(retry -> retry.budget(0).minPerSecond(0));
    }

    @Test
    void hedgesAreCountedAmongTheAttempts() {
        isNotHedged(retry -> retry.attempts(1));
    }

    private void isNotHedged(Consumer<io.rollcall.loadbalancer.policy.RetryPolicy.Builder> retry) {
        users.close();
        users = hedging(retry);
        HttpInstance slow = users.start(exchange -> whenFree(() -> HttpInstance.answer(exchange, 200, "slow")));
        HttpInstance other = users.start();

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> slow.requests().size() == 1);
        time.advance(DELAY);
        assertThat(users.inFlight()).isEqualTo(1);
        free.countDown();

        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 slow");
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void aShareOfTheCallsIsHedgedOnceEnoughIsKnown() {
        users.close();
        users = TestedService.on(CallRuntime.virtual(time), policy -> policy.hedging(Hedging.atPercentile(0.9)));
        int[] asked = {0};
        users.start(exchange -> {
            if (++asked[0] == 1 || asked[0] == 102) {
                users.hang();
            }
            HttpInstance.answer(exchange, 200, "u-1");
        });
        users.start();
        users.client().newCall(TestedService.request().build()).enqueue(new Ignoring());
        await().atMost(SOON).until(() -> asked[0] == 1);
        assertThat(time.pending()).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(users.getMeanwhile()).succeedsWithin(SOON).isEqualTo("200 u-1");
        }

        CompletableFuture<String> answer = users.getMeanwhile();
        await().atMost(SOON).until(() -> asked[0] == 102);
        time.advance(Duration.ofMillis(1));

        assertThat(answer).succeedsWithin(SOON).isEqualTo("200 u-2");
    }

    @Test
    void cancellingTheCallEndsBothAttempts() {
        HttpInstance first = users.startHanging();
        HttpInstance second = users.startHanging();
        Call call = users.client().newCall(TestedService.request().build());
        CompletableFuture<IOException> failure = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                failure.complete(e);
            }

            @Override
            public void onResponse(Call answered, Response response) {
                response.close();
            }
        });
        await().atMost(SOON).until(() -> first.requests().size() == 1);
        time.advance(DELAY);
        await().atMost(SOON).until(() -> second.requests().size() == 1);

        call.cancel();

        assertThat(failure).succeedsWithin(SOON);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(users.outcomes).containsExactly(Outcome.CANCELLED, Outcome.CANCELLED));
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void aCancelledCallIsNotHedged() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        users.start();
        users.start();
        Call call = users.clients
                .like(new OkHttpClient.Builder()
                        .addNetworkInterceptor(chain -> {
                            begun.countDown();
                            whenFree(() -> {});
                            return chain.proceed(chain.request());
                        })
                        .build())
                .newCall(TestedService.request().build());
        call.enqueue(new Ignoring());
        assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        call.cancel();
        time.advance(DELAY);

        assertThat(users.inFlight()).isEqualTo(1);
        free.countDown();
        await().atMost(SOON).until(() -> users.inFlight() == 0);
    }

    @Test
    void aHedgeThatEndsWithABugDelaysNoCall() {
        HttpInstance first = users.start(exchange -> whenFree(() -> HttpInstance.breakOff(exchange)));
        ServiceInstance odd = users.start().instance().build();
        users.start();
        OkHttpClient client = users.clients.like(users.client()
                .newBuilder()
                .addNetworkInterceptor(chain -> {
                    if (odd.equals(chain.request().tag(ServiceInstance.class))) {
                        throw new IllegalStateException("a bug");
                    }
                    return chain.proceed(chain.request());
                })
                .build());
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(
                () -> {
                    try (Response response =
                            client.newCall(TestedService.request().build()).execute()) {
                        return response.body().string();
                    } catch (IOException e) {
                        return e.toString();
                    }
                },
                TestedService.OWN_THREAD);
        await().atMost(SOON).until(() -> first.requests().size() == 1);
        time.advance(DELAY);
        await().dontCatchUncaughtExceptions()
                .atMost(SOON)
                .until(() -> users.kinds().contains("u-2 HEDGE CANCELLED"));
        free.countDown();

        assertThat(answer).succeedsWithin(SOON).isEqualTo("u-3");
    }

    @Test
    void interceptorsOfTheUserRunOnceForAllAttempts() {
        AtomicInteger runs = new AtomicInteger();
        OkHttpClient base = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    runs.incrementAndGet();
                    return chain.proceed(
                            chain.request().newBuilder().header("x-own", "1").build());
                })
                .build();
        OkHttpClient client = users.clients.like(base);
        HttpInstance slow = users.startHanging();
        HttpInstance other = users.start();
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                () -> {
                    try (Response response =
                            client.newCall(TestedService.request().build()).execute()) {
                        return response.code();
                    } catch (IOException e) {
                        return -1;
                    }
                },
                TestedService.OWN_THREAD);
        await().atMost(SOON).until(() -> slow.requests().size() == 1);
        time.advance(DELAY);

        assertThat(status).succeedsWithin(SOON).isEqualTo(200);
        assertThat(runs).hasValue(1);
        assertThat(other.requests().get(0).getRequestHeaders().getFirst("x-own"))
                .isEqualTo("1");
    }

    private static final class Ignoring implements Callback {
        @Override
        public void onFailure(Call call, IOException e) {}

        @Override
        public void onResponse(Call call, Response response) {
            response.close();
        }
    }

    private interface Answer {
        void give() throws IOException;
    }

    private void whenFree(Answer answer) throws IOException {
        try {
            free.await();
        } catch (InterruptedException e) {
            throw new IOException("The test is over.", e);
        }
        answer.give();
    }

    private TestedService hedging(Consumer<io.rollcall.loadbalancer.policy.RetryPolicy.Builder> retry) {
        return TestedService.on(
                CallRuntime.virtual(time),
                policy -> policy.hedging(Hedging.after(DELAY)).retry(retry));
    }
}
