package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rollcall.internal.http.jdk.BalancedHttpClient;
import io.rollcall.loadbalancer.policy.RetryPolicy;
import io.rollcall.testing.HttpInstance;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the caller's own code throws during a call. */
class CallersOwnFailureTest {
    private static final int CALLS = 6;
    private static final IOException OWN = new FileNotFoundException("orders.csv");

    private TestedService users = TestedService.onRealTime();

    @AfterEach
    void end() {
        users.close();
    }

    @ParameterizedTest(name = "{0}, calls of their own: {1}")
    @CsvSource({"POST, false", "PUT, false", "PUT, true"})
    @DisplayName("F46 a body that throws while it is written fails the call as it is, and no instance")
    void bodyThatThrows(String method, boolean callsOfTheirOwn) {
        on(retry -> retry.perAttemptTimeout(callsOfTheirOwn ? Duration.ofMinutes(1) : null));
        users.start();
        users.start();

        for (int i = 0; i < CALLS; i++) {
            Request request = TestedService.request()
                    .method(method, new Missing(i * 10_000))
                    .build();
            assertThat(catchThrowable(() -> users.text(request))).isSameAs(OWN);
        }

        assertOneAttemptEach();
    }

    @Test
    @DisplayName("F46 so it does over a connection that served before")
    void bodyThatThrowsOnAReusedConnection() throws IOException {
        HttpInstance first = users.start();
        users.text(TestedService.request().build());

        assertThat(catchThrowable(() ->
                        users.text(TestedService.request().put(new Missing(0)).build())))
                .isSameAs(OWN);

        assertThat(users.kinds()).containsExactly("u-1 FIRST SUCCESS", "u-1 FIRST CANCELLED");
        assertThat(first.requests()).hasSize(1);
    }

    @ParameterizedTest(name = "of the base: {0}, after the response: {1}")
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    @DisplayName("F46 a network interceptor that throws fails the call as it is, and no instance")
    void networkInterceptorThatThrows(boolean ofTheBase, boolean afterTheResponse) {
        users.start();
        users.start();
        Interceptor throwing = chain -> {
            if (afterTheResponse) {
                chain.proceed(chain.request()).close();
            }
            throw OWN;
        };
        OkHttpClient client = ofTheBase
                ? users.clients.like(new OkHttpClient.Builder()
                        .addNetworkInterceptor(throwing)
                        .build())
                : users.client().newBuilder().addNetworkInterceptor(throwing).build();

        for (int i = 0; i < CALLS; i++) {
            assertThat(catchThrowable(() ->
                            client.newCall(TestedService.request().build()).execute()))
                    .isSameAs(OWN);
        }

        assertOneAttemptEach();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("F46 a publisher that fails does the same through the JDK's client")
    void publisherThatFails(boolean afterAPiece) {
        users.start();
        users.start();
        BalancedHttpClient client = BalancedHttpClient.over(users.client());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://users/"))
                .PUT(new FailingPublisher(afterAPiece))
                .build();

        for (int i = 0; i < CALLS; i++) {
            assertThat(catchThrowable(() -> client.send(request, BodyHandlers.ofString())))
                    .isSameAs(OWN);
        }

        assertOneAttemptEach();
    }

    private void assertOneAttemptEach() {
        assertThat(users.kinds()).containsExactlyElementsOf(Collections.nCopies(CALLS, "u-1 FIRST CANCELLED"));
        assertThat(users.ejections).isEmpty();
        assertThat(users.inFlight()).isZero();
    }

    private void on(Consumer<RetryPolicy.Builder> retry) {
        users.close();
        users = TestedService.on(CallRuntime.real(), policy -> policy.retry(retry));
    }

    /** A file that is not there, or no longer after some bytes. */
    private static final class Missing extends RequestBody {
        private final int bytes;

        private Missing(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(new byte[bytes]);
            throw OWN;
        }
    }

    private record FailingPublisher(boolean afterAPiece) implements BodyPublisher {
        @Override
        public long contentLength() {
            return 1_000;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            if (afterAPiece) {
                subscriber.onNext(ByteBuffer.wrap(new byte[100]));
            }
            subscriber.onError(OWN);
        }
    }
}
