package io.rollcall.internal.registry.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.security.Credentials;
import io.rollcall.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Faulty responses of a registry, or of something in front of it. */
class HttpRegistryFaultsTest {
    /** Without compression, which would buffer bodies that are sent slowly. */
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().gzipDisabled(true));

    private static final ServiceInstance ORDERS =
            ServiceInstance.named("orders").id("o-1").host("10.0.0.1").port(80).build();
    private static final Map<String, Consumer<RegistryBackend>> CALLS = Map.of(
            "register", backend -> backend.register(ORDERS),
            "renew", backend -> backend.renew(ORDERS),
            "deregister", backend -> backend.deregister(ORDERS),
            "fetch", backend -> backend.fetch("orders", null),
            "services", RegistryBackend::services);

    private RegistryBackend backend = connect(Duration.ofSeconds(5), Credentials.none());

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
        backend = connect(Duration.ofSeconds(5), Credentials.none());
    }

    @AfterEach
    void disconnect() {
        backend.close();
    }

    private static RegistryBackend connect(Duration requestTimeout, Credentials credentials) {
        int port = SERVER.isRunning() ? SERVER.port() : 1;
        return new HttpRegistryProvider()
                .create(
                        URI.create("http://localhost:" + port),
                        BackendContext.of(TimeSource.system(), requestTimeout).withCredentials(credentials));
    }

    private static void respond(ResponseDefinitionBuilder response) {
        SERVER.stubFor(any(anyUrl()).willReturn(response));
    }

    private RegistryException failureOf(String call) {
        return catchThrowableOfType(
                RegistryException.class,
                () -> Objects.requireNonNull(CALLS.get(call)).accept(backend));
    }

    @ParameterizedTest(name = "a {0} for {1} is {2}")
    @CsvSource({
        "400, register, INVALID",
        "401, register, UNAUTHORIZED",
        "403, register, UNAUTHORIZED",
        "404, register, INVALID",
        "408, register, TIMEOUT",
        "409, register, CONFLICT",
        "413, register, INVALID",
        "415, register, INVALID",
        "429, register, UNAVAILABLE",
        "500, register, UNAVAILABLE",
        "503, register, UNAVAILABLE",
        "504, register, TIMEOUT",
        "507, register, UNAVAILABLE",
        "400, renew, INVALID",
        "401, renew, UNAUTHORIZED",
        "404, renew, NOT_FOUND",
        "410, renew, NOT_FOUND",
        "409, renew, CONFLICT",
        "429, renew, UNAVAILABLE",
        "500, renew, UNAVAILABLE",
        "401, deregister, UNAUTHORIZED",
        "409, deregister, CONFLICT",
        "503, deregister, UNAVAILABLE",
        "400, fetch, INVALID",
        "403, fetch, UNAUTHORIZED",
        "404, fetch, INVALID",
        "429, fetch, UNAVAILABLE",
        "502, fetch, UNAVAILABLE",
        "401, services, UNAUTHORIZED",
        "404, services, INVALID",
        "503, services, UNAVAILABLE"
    })
    void statusDeterminesTheKind(int status, String call, Kind kind) {
        respond(RegistryStubs.problem(status));

        assertThat(failureOf(call)).isNotNull().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessageContaining(Integer.toString(status)).hasMessageContaining("Next: ");
        });
    }

    static Stream<Arguments> unreadableResponses() {
        return Stream.of(
                        Map.entry("malformed", RegistryStubs.json(200, "{\"revision\": 1, \"inst")),
                        Map.entry("two objects", RegistryStubs.json(200, "{} {}")),
                        Map.entry("an array", RegistryStubs.json(200, "[]")),
                        Map.entry("without what counts", RegistryStubs.json(200, "{\"ttlMillis\":0}")),
                        Map.entry("too deep", RegistryStubs.json(200, "[".repeat(1_000) + "]".repeat(1_000))),
                        Map.entry(
                                "a web page",
                                aResponse()
                                        .withHeader("Content-Type", "text/html")
                                        .withBody("<html>")),
                        Map.entry("of no type", aResponse().withBody("{}")),
                        Map.entry("empty", RegistryStubs.json(200, "")),
                        Map.entry("204", aResponse().withStatus(204)))
                .flatMap(respond -> Stream.of("register", "fetch", "services")
                        .map(call -> Arguments.of(call, respond.getKey(), respond.getValue())));
    }

    @ParameterizedTest(name = "F12 {0}: a response that is {1} is a failure, never an empty list")
    @MethodSource("unreadableResponses")
    void unreadableResponseIsAFailure(String call, String kind, ResponseDefinitionBuilder response) {
        respond(response);

        assertThat(failureOf(call)).as(kind).isNotNull().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("not a Rollcall registry");
        });
    }

    @ParameterizedTest(name = "a connection with {0} is UNAVAILABLE for every call")
    @EnumSource(Fault.class)
    void droppedConnectionIsUnavailable(Fault fault) {
        respond(aResponse().withFault(fault));

        for (String call : CALLS.keySet()) {
            boolean unread =
                    fault == Fault.MALFORMED_RESPONSE_CHUNK && (call.equals("renew") || call.equals("deregister"));
            if (!unread) {
                assertThat(failureOf(call))
                        .as(call)
                        .isNotNull()
                        .extracting(RegistryException::kind)
                        .isEqualTo(Kind.UNAVAILABLE);
            }
        }
    }

    @Test
    void slowResponseAndSlowBodyAreTimeouts() {
        backend = connect(Duration.ofMillis(300), Credentials.none());
        respond(RegistryStubs.list("orders", 1).withFixedDelay(3_000));
        assertThat(failureOf("fetch").kind()).isEqualTo(Kind.TIMEOUT);

        respond(RegistryStubs.list("orders", 1, ORDERS).withChunkedDribbleDelay(50, 5_000));
        assertThat(failureOf("fetch").kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void refusedConnectionReportsEndpointOperationAndAdvice() {
        RegistryBackend unreachable = new HttpRegistryProvider()
                .create(
                        URI.create("http://127.0.0.1:1"),
                        BackendContext.of(TimeSource.system(), Duration.ofSeconds(2)));

        assertThatThrownBy(() -> unreachable.register(ORDERS))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageStartingWith("http://127.0.0.1:1: registering orders/o-1 failed: ")
                .hasMessageContaining("Next: Check that the registry runs");
        unreachable.close();
    }

    @Test
    void registrysOwnAdviceIsReportedWithoutControlCharacters() {
        respond(RegistryStubs.json(400, """
                {"detail":"port: 0\\u0007\\n","field":"port","rule":"1 to 65535","action":"Send a port."}"""));

        assertThat(failureOf("register"))
                .hasMessageContaining("400, port: 0 (expected: 1 to 65535). Next: Send a port.");
    }

    @Test
    void errorWithoutAReadableBodyIsStillAnError() {
        String tooLong = "{\"detail\":\"never read\"}" + " ".repeat(65 << 10);
        for (String body : List.of("<html>", "", "[]", tooLong)) {
            respond(aResponse().withStatus(503).withBody(body));

            RegistryException failure = failureOf("register");
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("503").hasMessageNotContaining("never read");
        }
    }

    @Test
    void errorThatRepeatsTheSecretDoesNotShowIt() {
        backend = connect(Duration.ofSeconds(5), Credentials.basic("ann", "s3cret"));
        respond(RegistryStubs.json(401, "{\"detail\":\"s3cret is wrong\",\"action\":\"do not use s3cret\"}"));

        assertThat(failureOf("fetch")).hasMessageContaining("is wrong").hasMessageNotContaining("s3cret");
    }

    @Test
    void credentialsAreSentAndNeverShown() {
        backend = connect(Duration.ofSeconds(5), Credentials.basic("ann", "s3cret"));
        respond(RegistryStubs.problem(503));

        assertThat(failureOf("fetch").toString() + backend)
                .doesNotContain("s3cret")
                .doesNotContain("ann");
        SERVER.verify(getRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Basic YW5uOnMzY3JldA==")));
    }

    @Test
    void redirectIsFollowedWithinTheOriginAndNeverAcross() {
        SERVER.stubFor(get(urlPathEqualTo("/services"))
                .willReturn(aResponse().withStatus(307).withHeader("Location", "/moved")));
        SERVER.stubFor(get("/moved").willReturn(okJson("{\"services\":[]}")));
        assertThat(backend.services()).isEmpty();

        for (String host : List.of("http://127.0.0.1:" + SERVER.port(), "https://localhost:" + SERVER.port())) {
            respond(aResponse().withStatus(307).withHeader("Location", host + "/moved"));
            assertThat(failureOf("fetch")).as(host).hasMessageContaining("another origin");
        }
        SERVER.verify(1, getRequestedFor(urlPathEqualTo("/moved")));
        respond(aResponse().withStatus(307).withHeader("Location", "http://localhost:1/moved"));
        assertThat(failureOf("fetch")).hasMessageContaining("another origin");
    }

    @Test
    void urlMustBePlain() {
        for (String wrong : List.of("http://host?x=1", "http://host#f", "http://ann:s3cret@host", "http://")) {
            assertThatThrownBy(() -> new HttpRegistryProvider()
                            .create(URI.create(wrong.equals("http://") ? "http:///" : wrong), CONTEXT))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected: http://host:port")
                    .hasMessageNotContaining("s3cret");
        }
    }

    private static final BackendContext CONTEXT = BackendContext.of(TimeSource.system(), Duration.ofSeconds(5));
}
