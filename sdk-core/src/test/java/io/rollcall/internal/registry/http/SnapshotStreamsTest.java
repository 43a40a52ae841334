package io.rollcall.internal.registry.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.rollcall.mock.MockRegistry;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.Watch;
import io.rollcall.testing.KeptConnection;
import io.rollcall.testing.RecordingListener;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Event streams that end, stall, lie or flood. */
class SnapshotStreamsTest {
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private static final ServiceInstance ORDERS =
            ServiceInstance.named("orders").id("o-1").host("10.0.0.1").port(80).build();

    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final RecordingListener listener = new RecordingListener();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void reset() {
        SERVER.resetAll();
    }

    private static HttpRegistry connect(String url, Duration maxSilence) {
        return new HttpRegistry(
                Endpoint.of(URI.create(url)),
                BackendContext.of(TimeSource.system(), Duration.ofSeconds(2)),
                maxSilence);
    }

    private @Nullable RegistryException endOf(ResponseDefinitionBuilder response) {
        SERVER.stubFor(get(anyUrl()).willReturn(response));
        try (HttpRegistry backend = connect(SERVER.baseUrl(), PATIENT);
                Watch watch = backend.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            return listener.awaitEnd();
        }
    }

    private RegistryException failureOf(ResponseDefinitionBuilder response) {
        return Objects.requireNonNull(endOf(response));
    }

    @Test
    @DisplayName("F09 a stream that ends in good order is over, and reports it once")
    void completedStreamIsOver() {
        assertThat(endOf(RegistryStubs.events(RegistryStubs.body("orders", 1, ORDERS))))
                .isNull();

        assertThat(listener.views()).singleElement().satisfies(view -> {
            assertThat(view.revision()).isEqualTo(1);
            assertThat(view.incarnation()).isEqualTo("one");
            assertThat(view.instances()).containsExactly(ORDERS);
        });
        assertThat(listener.ends()).isOne();
    }

    @ParameterizedTest(name = "a stream rejected with {0} is {1}")
    @CsvSource({"400, INVALID", "401, UNAUTHORIZED", "429, UNAVAILABLE", "503, UNAVAILABLE"})
    void rejectedStreamReportsWhy(int status, Kind kind) {
        assertThat(failureOf(RegistryStubs.problem(status)).kind()).isEqualTo(kind);
    }

    @Test
    void responseThatIsNoStreamIsUnavailable() {
        assertThat(failureOf(RegistryStubs.json(200, "{}")).kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void unreadableSnapshotEndsTheWatch() {
        RegistryException end = failureOf(RegistryStubs.events("{\"serviceName\":\"orders\"", "{}"));

        assertThat(end.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(listener.views()).isEmpty();
    }

    @Test
    void brokenStreamIsUnavailable() {
        assertThat(failureOf(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void eventsOfOtherTypesAreIgnored() {
        String stream = "event: weather\ndata: rain\n\nevent: snapshot\ndata: "
                + RegistryStubs.body("orders", 1, ORDERS) + "\n\n";

        assertThat(endOf(aResponse()
                        .withHeader("Content-Type", "text/event-stream")
                        .withBody(stream)))
                .isNull();
        assertThat(listener.views()).hasSize(1);
    }

    @Test
    void stalledStreamIsFoundDeadAndCommentsKeepItAlive() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpRegistry backend = connect("http://127.0.0.1:" + socket.getLocalPort(), Duration.ofMillis(500));
                Watch watch = backend.watch(Set.of("orders"), listener);
                Socket accepted = socket.accept()) {
            assertThat(watch).isNotNull();
            accepted.getOutputStream().write("""
                    HTTP/1.1 200 OK\r
                    Content-Type: text/event-stream\r
                    \r
                    : beat

                    """.getBytes(StandardCharsets.UTF_8));
            listener.awaitSigns(2);

            assertThat(listener.awaitEnd())
                    .isNotNull()
                    .extracting(RegistryException::kind)
                    .isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void manyServicesTakeFewStreams() {
        SERVER.stubFor(get(anyUrl()).willReturn(RegistryStubs.events().withFixedDelay(1_000)));
        Set<String> services = IntStream.range(0, 450).mapToObj(i -> "s-" + i).collect(Collectors.toSet());
        try (HttpRegistry backend = connect(SERVER.baseUrl(), PATIENT);
                Watch watch = backend.watch(services, listener)) {
            assertThat(watch).isNotNull();
            listener.awaitEnd();

            SERVER.verify(3, getRequestedFor(anyUrl()));
            assertThat(listener.ends()).isOne();
        }
    }

    @Test
    @DisplayName("F24 close() returns when the threads of the streams have ended")
    void closedBackendLeavesNoThread() {
        try (MockRegistry registry = MockRegistry.start()) {
            HttpRegistry backend = connect(registry.uri().toString(), PATIENT);
            backend.watch(Set.of("orders"), listener);
            listener.awaitSigns(1);
            assertThat(pushThreads(registry)).isPositive();

            backend.close();

            assertThat(pushThreads(registry)).isZero();
        }
    }

    @Test
    @DisplayName("a watch may be silent for longer than a request timeout, and its stream ends with it")
    void quietWatchStaysConnectedUntilItIsClosed() {
        try (MockRegistry registry =
                        MockRegistry.builder().streamBeat(Duration.ofSeconds(3)).start();
                HttpRegistry backend = connect(registry.uri().toString(), PATIENT)) {
            Watch watch = backend.watch(Set.of("orders"), listener);
            listener.awaitView(view -> true);
            listener.awaitSigns(listener.signs() + 1);
            assertThat(listener.ends()).isZero();
            assertThat(pushThreads(registry)).isPositive();

            watch.close();

            await().atMost(Duration.ofSeconds(10)).until(() -> pushThreads(registry) == 0);
        }
    }

    @Test
    @DisplayName("F24 a closed backend leaves no connection open, and makes no further call")
    void closedBackendLeavesNoConnection() throws IOException {
        try (KeptConnection registry =
                KeptConnection.answering("{\"services\":[]}", "Content-Type: application/json")) {
            HttpRegistry backend = connect("http://" + registry.authority(), PATIENT);
            assertThat(backend.services()).isEmpty();
            assertThat(registry.closed()).isNotDone();

            backend.close();

            assertThat(registry.closed()).succeedsWithin(Duration.ofSeconds(20));
            assertThatThrownBy(backend::services).hasMessageContaining("the client is closed");
        }
    }

    /** OkHttp puts the URL into the names of the threads that connect to it and read from it. */
    private static long pushThreads(MockRegistry registry) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread instanceof Transport.PushThread push
                        && push.endpoint.toString().contains(registry.uri().getAuthority()))
                .count();
    }
}
