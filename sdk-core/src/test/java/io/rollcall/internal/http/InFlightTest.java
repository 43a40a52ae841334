package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.rollcall.model.Outcome;
import io.rollcall.testing.HttpInstance;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For how long a call counts as in flight, and whether its body counts against the instance. */
class InFlightTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    File directory = Path.of("").toFile();

    private TestedService users = TestedService.onRealTime();

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    void untilTheBodyIsClosed() throws IOException {
        users.start(this::beginAndHang);

        Response response = users.call(TestedService.request().build());
        assertThat(users.inFlight()).isEqualTo(1);
        assertThat(users.kinds()).containsExactly("u-1 FIRST SUCCESS");

        response.close();
        assertThat(users.inFlight()).isZero();
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS);
    }

    @Test
    void untilTheBodyIsReadToItsEnd() throws IOException {
        users.start();

        try (Response response = users.call(TestedService.request().build())) {
            response.body().string();
            assertThat(users.inFlight()).isZero();
        }
    }

    @Test
    void untilTheHeadersIfThereIsNoBody() throws IOException {
        users.start(exchange -> exchange.sendResponseHeaders(204, -1));

        try (Response response = users.call(TestedService.request().build())) {
            assertThat(response.code()).isEqualTo(204);
            assertThat(users.inFlight()).isZero();
        }
    }

    @Test
    void untilTheLastBodyWhereItIsRedirected() throws IOException {
        users.start(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/")) {
                exchange.getResponseHeaders().set("Location", "/next");
                HttpInstance.answer(exchange, 302, "elsewhere");
            } else {
                beginAndHang(exchange);
            }
        });

        Response response = users.call(TestedService.request().build());
        assertThat(users.inFlight()).isEqualTo(1);

        response.close();
        assertThat(users.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204})
    void noLongerThanItsBodyThoughItsCallGoesOn(int status) throws IOException {
        users.start(exchange -> exchange.sendResponseHeaders(status, -1));
        List<Integer> seen = new ArrayList<>();
        OkHttpClient base = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    response.body().string();
                    seen.add(users.inFlight());
                    return response;
                })
                .build();

        users.clients
                .like(base)
                .newCall(TestedService.request().build())
                .execute()
                .close();

        assertThat(seen).containsExactly(0);
    }

    @Test
    void bodyThatBreaksIsAFailedConnection() throws IOException {
        users.start(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            HttpInstance.breakOff(exchange);
        });

        try (Response response = users.call(TestedService.request().build())) {
            assertThatThrownBy(() -> response.body().string()).isInstanceOf(IOException.class);
        }
        assertThat(users.outcomes).containsExactly(Outcome.CONNECTION_ERROR);
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void bodiesThatKeepBreakingTakeTheInstanceOut() throws IOException {
        users.start(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush(); // or newer JDKs keep the head back
            HttpInstance.breakOff(exchange);
        });
        users.start();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> users.text(TestedService.request().build()))
                    .isInstanceOf(IOException.class);
        }

        assertThat(users.text(TestedService.request().build())).isEqualTo("u-2");
    }

    @Test
    void aReaderWhoGivesUpDoesNotCountAgainstTheInstance() throws IOException {
        users.start(this::beginAndHang);
        Call call = users.client().newCall(TestedService.request().build());
        Response response = call.execute();

        call.cancel();
        assertThatThrownBy(() -> response.body().string()).isInstanceOf(IOException.class);

        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS);
        assertThat(users.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("until its call is garbage, if its reader dropped the response without closing it")
    void untilItIsUnreachable(boolean callsOfTheirOwn) throws IOException {
        users.close();
        users = TestedService.on(
                CallRuntime.real(),
                p -> p.retry(r -> r.perAttemptTimeout(callsOfTheirOwn ? Duration.ofHours(1) : null)));
        users.start(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/dropped")) {
                beginAndHang(exchange);
            }
            HttpInstance.answer(exchange, 200, "");
        });
        Response kept = users.call(dropped());
        drop();
        assertThat(users.inFlight()).isEqualTo(2);

        await().atMost(SOON).until(() -> {
            System.gc();
            users.text(TestedService.request().build());
            return users.inFlight() == 1;
        });
        kept.close();
        assertThat(users.inFlight()).isZero();
        assertThat(users.outcomes).containsOnly(Outcome.SUCCESS);
    }

    private static Request dropped() {
        return TestedService.request().url("http://users/dropped").build();
    }

    private void drop() throws IOException {
        assertThat(users.call(dropped()).code()).isEqualTo(200);
    }

    @Test
    void untilItsCallIsCancelledThoughItIsNotRead() throws IOException {
        users.start(this::beginAndHang);
        Call call = users.client().newCall(TestedService.request().build());
        Response response = call.execute();

        call.cancel();

        assertThat(users.inFlight()).isZero();
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS);
        response.close();
    }

    @Test
    void anEventStreamUntilItIsCancelled() {
        users.start(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            beginAndHang(exchange);
        });
        EventSource stream = EventSources.createFactory(users.client())
                .newEventSource(TestedService.request().build(), new EventSourceListener() {});
        await().atMost(SOON).until(() -> !users.attempts.isEmpty());
        assertThat(users.inFlight()).isEqualTo(1);

        stream.cancel();

        await().atMost(SOON).until(() -> users.inFlight() == 0);
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS);
    }

    @Test
    void aResponseFromTheCacheWasNoCallToAnInstance() throws IOException {
        users.start(200, "Cache-Control", "max-age=60");
        try (Cache cache = new Cache(directory, 100_000)) {
            OkHttpClient caching = users.client().newBuilder().cache(cache).build();
            for (int i = 0; i < 2; i++) {
                try (Response response =
                        caching.newCall(TestedService.request().build()).execute()) {
                    assertThat(response.body().string()).isEqualTo("status 200");
                }
            }
        }

        assertThat(users.running.get(0).requests()).hasSize(1);
        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS, Outcome.CANCELLED);
        assertThat(users.inFlight()).isZero();
    }

    @Test
    void anInterceptorsOwnFailureDoesNotCountAgainstTheInstance() {
        users.start();
        OkHttpClient odd = users.client()
                .newBuilder()
                .addInterceptor(chain -> {
                    throw new IllegalArgumentException("odd");
                })
                .build();

        assertThatThrownBy(() -> odd.newCall(TestedService.request().build()).execute())
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(users.outcomes).containsExactly(Outcome.CANCELLED);
    }

    private void beginAndHang(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("begun".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        users.hang();
    }
}
