package io.rollcall.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Balanced calls among the other things that an OkHttp client does. */
class InterceptorsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestedService users = TestedService.onRealTime();

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    @DisplayName(
            "a second request in one call goes to the instance selected for it, not over the first one's connection")
    void interceptorThatProceedsTwiceReachesWhoWasChosen() throws IOException {
        users.start(401);
        HttpInstance second = users.start();
        OkHttpClient base = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    chain.proceed(chain.request()).close();
                    users.balancer.update(List.of(second.instance().build()));
                    return chain.proceed(chain.request());
                })
                .build();

        try (Response response = users.clients
                .like(base)
                .newCall(TestedService.request().build())
                .execute()) {
            assertThat(response.body().string()).isEqualTo("u-2");
            assertThat(response.request().tag(ServiceInstance.class).id()).isEqualTo("u-2");
        }
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS, Outcome.SUCCESS);
    }

    @Test
    void redirectsWithoutEndAreNotTriedElsewhere() {
        users.start(302, "Location", "/");
        HttpInstance second = users.start();

        assertThatThrownBy(() -> users.text(TestedService.request().build()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("Too many follow-up requests");
        assertThat(second.requests()).isEmpty();
    }

    @Test
    @DisplayName("a redirect to another host goes there, not to the instance that sent it")
    void redirectToAnotherHostGoesThere() throws IOException {
        HttpInstance elsewhere = HttpInstance.start("elsewhere", "e-1");
        users.running.add(elsewhere);
        int port = elsewhere.instance().build().port();
        users.start(302, "Location", "http://localhost:" + port + "/");

        assertThat(users.text(TestedService.request().build())).isEqualTo("e-1");
    }

    @Test
    void anInterruptedThreadTriesNoOtherInstanceThoughNothingWasSent() {
        users.start();
        users.start();
        OkHttpClient waiting = users.client()
                .newBuilder()
                .addNetworkInterceptor(chain -> {
                    throw new InterruptedIOException("interrupted while it waited for its turn");
                })
                .build();

        assertThatThrownBy(
                        () -> waiting.newCall(TestedService.request().build()).execute())
                .isInstanceOf(InterruptedIOException.class);

        assertThat(users.outcomes).containsExactly(Outcome.CANCELLED);
    }

    @Test
    void networkInterceptorsSeeEachAttempt() throws IOException {
        users.start(503);
        users.start();
        List<Object> seen = new CopyOnWriteArrayList<>();
        OkHttpClient base = new OkHttpClient.Builder()
                .addNetworkInterceptor(chain -> {
                    seen.add(chain.request().tag(ServiceInstance.class).id());
                    return chain.proceed(chain.request());
                })
                .build();

        users.clients
                .like(base)
                .newCall(TestedService.request().build())
                .execute()
                .close();

        assertThat(seen).containsExactly("u-1", "u-2");
    }

    @Test
    void whatADerivedClientAddsHoldsForRetriesToo() throws IOException {
        users.start(503);
        HttpInstance second = users.start();
        OkHttpClient derived = users.client()
                .newBuilder()
                .addInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("x-token", "1").build()))
                .addNetworkInterceptor(chain -> chain.proceed(
                        chain.request().newBuilder().header("x-trace", "2").build()))
                .build();

        derived.newCall(TestedService.request().build()).execute().close();

        assertThat(second.requests().get(0).getRequestHeaders())
                .containsEntry("X-token", List.of("1"))
                .containsEntry("X-trace", List.of("2"));
    }

    @Test
    void asynchronousCallsAreTriedAgainToo() {
        users.start(503);
        users.start();
        List<String> answers = new CopyOnWriteArrayList<>();

        for (int i = 0; i < 10; i++) {
            users.client().newCall(TestedService.request().build()).enqueue(new Callback() {
                @Override
                public void onFailure(Call call, IOException e) {
                    answers.add(e.toString());
                }

                @Override
                public void onResponse(Call call, Response response) throws IOException {
                    answers.add(response.body().string());
                }
            });
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(answers).hasSize(10).containsOnly("u-2"));
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void aBodyThatAServerDidNotWantToSeeIsSentToTheNext() throws IOException {
        users.start(exchange -> exchange.sendResponseHeaders(503, -1));
        users.start(exchange -> HttpInstance.answer(
                exchange, 200, new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        Request careful = TestedService.request()
                .header("Expect", "100-continue")
                .put(RequestBody.create("order", MediaType.get("text/plain")))
                .build();

        assertThat(users.text(careful)).isEqualTo("order");
    }

    @Test
    void theResponseOfARetryIsLikeAnyOther() throws IOException {
        users.start(503);
        users.start();

        try (Response response = users.call(TestedService.request().build())) {
            assertThat(response.request().url()).hasToString("http://users/");
            assertThat(response.request().tag(ServiceInstance.class).id()).isEqualTo("u-2");
        }
        assertThat(users.running.get(1).requests().get(0).getRequestHeaders().getFirst("Host"))
                .isEqualTo("users");
    }
}
