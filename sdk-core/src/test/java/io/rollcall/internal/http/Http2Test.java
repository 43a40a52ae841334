package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.http.ServiceCallException;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.Certificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2: many calls share a connection, and a server may say what it has not begun. */
class Http2Test {
    private static final int REFUSED_STREAM = 7;
    private static final int INTERNAL_ERROR = 2;

    @TempDir
    Path directory = Path.of("");

    private final TestedService users = TestedService.onRealTime();
    private final OkHttpClient client = users.clients.like(new OkHttpClient.Builder()
            .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
            .build());

    @AfterEach
    void end() {
        users.close();
    }

    @Test
    @DisplayName("F32 a stream that was refused is opened elsewhere, a POST's too")
    void refusedStreamIsOpenedElsewhere() throws IOException {
        MockWebServer refusing = start(closing(REFUSED_STREAM));
        MockWebServer second = start(ok());

        assertThat(status(TestedService.post("order"))).isEqualTo(200);
        assertThat(refusing.getRequestCount()).isEqualTo(1);
        assertThat(second.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest(name = "code {0}: {1}")
    @CsvSource({REFUSED_STREAM + ", true", INTERNAL_ERROR + ", false"})
    @DisplayName("OkHttp reports a refused stream by the text that is looked for")
    void refusedStreamIsKnownByOkHttpsText(int code, boolean refused) throws IOException {
        MockWebServer server = start(closing(code), closing(code));
        OkHttpClient plain = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .retryOnConnectionFailure(false)
                .build();

        assertThatThrownBy(() -> plain.newCall(
                                new Request.Builder().url(server.url("/")).build())
                        .execute())
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(OkHttpFailures.isRefusedStream(e)).isEqualTo(refused));
    }

    @Test
    void oneShotBodyIsNotWrittenAgainEvenThen() throws IOException {
        start(closing(REFUSED_STREAM));
        MockWebServer second = start(ok());
        Request once = TestedService.request().post(new TestedService.OneShot()).build();

        assertThatThrownBy(() -> status(once)).isInstanceOf(IOException.class);
        assertThat(second.getRequestCount()).isZero();
    }

    @Test
    void norIsOneThatIsWrittenWhileTheAnswerIsRead() throws IOException {
        start(closing(REFUSED_STREAM));
        MockWebServer second = start(ok());
        Request duplex = TestedService.request().put(new Duplex()).build();

        assertThatThrownBy(() -> status(duplex)).isInstanceOf(IOException.class);
        assertThat(second.getRequestCount()).isZero();
    }

    @Test
    @DisplayName("F32 a request that a server did not take because it goes away is sent elsewhere, a POST too")
    void goAwayIsSentElsewhere() throws IOException {
        try (GoingAway leaving = GoingAway.start()) {
            users.offer(ServiceInstance.named("users")
                    .host("127.0.0.1")
                    .port(leaving.port())
                    .build());
            MockWebServer second = start(ok());

            assertThat(status(TestedService.post("order"))).isEqualTo(200);
            assertThat(second.getRequestCount()).isEqualTo(1);
            assertThat(leaving.requests()).isEqualTo(1);
        }
    }

    @Test
    void streamThatBreaksIsAFailureAndNoReasonToSendAPostAgain() throws IOException {
        start(closing(INTERNAL_ERROR), closing(INTERNAL_ERROR));
        MockWebServer second = start(ok());

        assertThatThrownBy(() -> status(TestedService.post("order")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ServiceCallException.class);
        assertThat(second.getRequestCount()).isZero();
        assertThat(users.outcomes).containsExactly(Outcome.CONNECTION_ERROR);

        assertThat(status(TestedService.request().build())).isEqualTo(200);
    }

    @Test
    @DisplayName("F44 a stream that a connection refuses after it served is opened again on the same instance, once")
    void refusalOnAConnectionThatServedIsNoAttempt() throws IOException {
        Dispatched dispatched = new Dispatched();
        MockWebServer first = new MockWebServer();
        first.setDispatcher(dispatched);
        enqueue(first, ok(), closing(REFUSED_STREAM), ok(), closing(REFUSED_STREAM), closing(REFUSED_STREAM));
        users.start(first);
        MockWebServer second = start(ok());
        AtomicInteger sent = new AtomicInteger();
        OkHttpClient inTurn = client.newBuilder()
                .addNetworkInterceptor(chain -> {
                    dispatched.await(sent.getAndIncrement());
                    return chain.proceed(chain.request());
                })
                .build();

        for (int i = 0; i < 3; i++) {
            inTurn.newCall(TestedService.post("order")).execute().close();
        }

        assertThat(first.getRequestCount()).isEqualTo(5);
        assertThat(second.getRequestCount()).isEqualTo(1);
        assertThat(users.kinds())
                .containsExactly(
                        "m-1 FIRST SUCCESS", "m-1 FIRST SUCCESS", "m-1 FIRST CONNECTION_ERROR", "m-2 RETRY SUCCESS");
    }

    @Test
    @DisplayName("F44 a connection that ends, without GOAWAY too, costs a call that may be repeated no attempt")
    void connectionThatEndsIsNoAttempt() throws IOException {
        MockWebServer first = start(ok(), cutOff(), ok());
        start(ok());

        assertThat(status(TestedService.request().build())).isEqualTo(200);
        assertThat(status(TestedService.request().build())).isEqualTo(200);

        assertThat(first.getRequestCount()).isEqualTo(3);
        assertThat(users.kinds()).containsExactly("m-1 FIRST SUCCESS", "m-1 FIRST SUCCESS");
    }

    @Test
    void streamThatBreaksOnAConnectionThatServedIsAFailure() throws IOException {
        start(ok(), closing(INTERNAL_ERROR));
        assertThat(status(TestedService.request().build())).isEqualTo(200);

        assertThatThrownBy(() -> status(TestedService.post("order"))).isInstanceOf(IOException.class);

        assertThat(users.outcomes).containsExactly(Outcome.SUCCESS, Outcome.CONNECTION_ERROR);
    }

    @Test
    @DisplayName("a retry goes to the other instance though the first one's connection is still good")
    void retryUsesTheOtherInstancesConnection() throws IOException {
        MockWebServer silent = start(new MockResponse.Builder()
                .headersDelay(30, java.util.concurrent.TimeUnit.SECONDS)
                .build());
        MockWebServer second = start(ok());
        OkHttpClient impatient =
                client.newBuilder().readTimeout(Duration.ofSeconds(2)).build();

        try (Response response =
                impatient.newCall(TestedService.request().build()).execute()) {
            assertThat(response.request().tag(ServiceInstance.class).port()).isEqualTo(second.getPort());
        }
        assertThat(silent.getRequestCount()).isEqualTo(1);
        assertThat(second.getRequestCount()).isEqualTo(1);
    }

    @Test
    void allCallsToAnInstanceShareOneConnectionOverTls() throws Exception {
        Certificate certificate = Certificate.of("dns:users", directory);
        MockWebServer server = new MockWebServer();
        server.useHttps(certificate.context().getSocketFactory());
        for (int i = 0; i < 4; i++) {
            server.enqueue(answer(i == 0 ? 503 : 200));
        }
        server.start();
        users.offer(ServiceInstance.named("users")
                .host("127.0.0.1")
                .port(server.getPort())
                .secure(true)
                .build());
        OkHttpClient secure = users.clients.like(new OkHttpClient.Builder()
                .sslSocketFactory(certificate.context().getSocketFactory(), certificate.trust())
                .build());

        for (int i = 0; i < 4; i++) {
            try (Response response =
                    secure.newCall(TestedService.request().build()).execute()) {
                assertThat(response.protocol()).isEqualTo(Protocol.HTTP_2);
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(server.takeRequest().getConnectionIndex()).isZero();
        }
        server.close();
    }

    private MockWebServer start(MockResponse... responses) throws IOException {
        return users.start(enqueue(new MockWebServer(), responses));
    }

    private static MockWebServer enqueue(MockWebServer server, MockResponse... responses) {
        server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
        List.of(responses).forEach(server::enqueue);
        return server;
    }

    private static MockResponse closing(int code) {
        return new MockResponse.Builder()
                .onRequestStart(new SocketEffect.CloseStream(code))
                .build();
    }

    private static MockResponse cutOff() {
        return new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
    }

    private static MockResponse ok() {
        return answer(200);
    }

    private static MockResponse answer(int status) {
        return new MockResponse.Builder().code(status).build();
    }

    private int status(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        }
    }

    /** The server looks at a response before it takes it: the next request must not come in between. */
    private static final class Dispatched extends QueueDispatcher {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            MockResponse response = super.dispatch(request);
            count.incrementAndGet();
            return response;
        }

        void await(int requests) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count.get() >= requests);
        }
    }

    private static final class Duplex extends RequestBody {
        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public boolean isDuplex() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (sink) {
                sink.writeUtf8("begun");
            }
        }
    }
}
