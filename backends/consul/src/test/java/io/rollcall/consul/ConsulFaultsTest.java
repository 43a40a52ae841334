package io.rollcall.consul;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.rollcall.consul.Backend.assertKind;
import static io.rollcall.consul.Connected.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.testing.RecordingListener;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an agent, or something on the way to it, can answer that it should not. */
class ConsulFaultsTest {
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
    private static final String HEALTH = "/v1/health/service/";

    private ConsulRegistry backend = connect("?token=s3cret");

    private static ConsulRegistry connect(String query) {
        return Backend.of(address(query), new WatchTerms(10, Duration.ofSeconds(3), Duration.ofSeconds(1)));
    }

    private static URI address(String query) {
        return URI.create("consul://localhost:" + (SERVER.isRunning() ? SERVER.port() : 1) + query);
    }

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
        backend = connect("?token=s3cret");
    }

    @AfterEach
    void disconnect() {
        backend.close();
    }

    private static ResponseDefinitionBuilder list(long index, String json) {
        return aResponse().withHeader("x-consul-INDEX", Long.toString(index)).withBody(json);
    }

    private static String entry(String service, int port) {
        return """
                {"Node":{"Node":"n","Address":"10.0.0.1"},"Service":{"ID":"%s-%d","Service":"%s","Port":%d},"Checks":[]}""".formatted(service, port, service, port);
    }

    private static void every(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(any(anyUrl()).willReturn(answer));
    }

    @ParameterizedTest
    @CsvSource({
        "500, No cluster leader, UNAVAILABLE",
        "500, rpc error making call: Permission denied, UNAUTHORIZED",
        "403, ACL not found, UNAUTHORIZED",
        "401, '', UNAUTHORIZED",
        "429, slow down, UNAVAILABLE",
        "503, '', UNAVAILABLE",
        "504, '', TIMEOUT",
        "404, '', INVALID",
        "302, '', INVALID"
    })
    void failuresAreToldByKind(int status, String body, Kind kind) {
        every(aResponse().withStatus(status).withBody(body).withHeader("Location", "http://127.0.0.2/"));

        assertKind(kind, () -> backend.fetch("orders", null)).hasMessageContaining(body);
    }

    @ParameterizedTest
    @CsvSource({
        "500, CheckID \"x\" does not have associated TTL",
        "404, Unknown check ID \"x\"",
        "500, Unknown check ID \"x\""
    })
    @DisplayName("F08 every version's way to say that a check is unknown means: register again")
    void unknownCheckIsNotFound(int status, String body) {
        every(aResponse().withStatus(status).withBody(body));
        SERVER.stubFor(
                get(urlPathEqualTo("/v1/agent/service/orders:" + orders(80).id()))
                        .willReturn(aResponse()
                                .withBody("{\"Meta\":{\"rollcall-status\":\"UP\",\"rollcall-generation\":\"0\"}}")));

        assertKind(Kind.NOT_FOUND, () -> backend.renew(orders(80)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''", "<html>", "{}", "null", "[{\"Node\"", "[] []", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["})
    @DisplayName("F26 an answer that cannot be read is no empty list")
    void unreadableListIsUnavailable(String body) {
        every(list(7, body));

        assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null)).hasMessageContaining("registry's URL");
    }

    @Test
    @DisplayName("F26 a list without an index is none of Consul's")
    void listWithoutAnIndexIsUnavailable() {
        every(aResponse().withBody("[]"));

        assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null)).hasMessageContaining("X-Consul-Index");
    }

    @Test
    @DisplayName("F12 a list that is empty because the token may not read it is refused")
    void listHiddenFromTheTokenIsUnauthorized() {
        every(list(7, "[]").withHeader("X-Consul-Results-Filtered-By-ACLs", "true"));

        assertKind(Kind.UNAUTHORIZED, () -> backend.fetch("orders", null));
    }

    @Test
    void answersAreBounded() {
        every(list(7, "[" + " ".repeat(33 << 20) + "]"));

        try (ConsulRegistry patient = Backend.patient(address(""), Duration.ofSeconds(30))) {
            assertKind(Kind.UNAVAILABLE, () -> patient.fetch("orders", null)).hasMessageContaining("larger than");
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void brokenAnswersAreUnavailable(Fault fault) {
        every(aResponse().withFault(fault));

        assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null));
    }

    @Test
    void silenceIsATimeout() {
        every(list(7, "[]").withFixedDelay(4_000));

        assertKind(Kind.TIMEOUT, () -> backend.fetch("orders", null));
    }

    @Test
    void theTokenGoesInAHeaderAndNowhereElse() {
        every(aResponse().withStatus(403).withBody("ACL not found: s3cret"));

        assertKind(Kind.UNAUTHORIZED, () -> backend.fetch("orders", null)).hasMessageNotContaining("s3cret");
        assertThat(backend.toString()).doesNotContain("s3cret");
        SERVER.verify(getRequestedFor(urlPathEqualTo(HEALTH + "orders"))
                .withHeader("X-Consul-Token", equalTo("s3cret"))
                .withQueryParam("token", absent()));
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused() {
        every(list(7, "[]"));
        URI secure = URI.create("consuls://localhost:" + SERVER.httpsPort());

        try (ConsulRegistry untrusting = Backend.of(secure, WatchTerms.of(50))) {
            assertKind(Kind.UNAVAILABLE, () -> untrusting.fetch("orders", null))
                    .hasMessageContaining("certification path");
        }
        assertThat(SERVER.findAll(getRequestedFor(anyUrl()))).isEmpty();
    }

    @Test
    void entriesOfAnotherServiceAreLeftOut() {
        every(list(7, "[" + entry("orders", 80) + "," + entry("users", 81) + ",7,{}]"));

        assertThat(backend.fetch("orders", null).orElseThrow().instances()).hasSize(1);
        assertThat(backend.droppedEntries()).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "F14 F20 a lagging server's lower index is asked about, and an older list is not taken for a newer one")
    void laggingServerIsAskedAgainConsistently() {
        every(list(9, "[" + entry("orders", 80) + "]"));
        var before = backend.fetch("orders", null).orElseThrow();
        SERVER.stubFor(get(urlPathEqualTo(HEALTH + "orders")).willReturn(list(5, "[]")));
        SERVER.stubFor(get(urlPathEqualTo(HEALTH + "orders"))
                .withQueryParam("consistent", matching(".*"))
                .willReturn(list(9, "[" + entry("orders", 80) + "]")));

        assertThat(backend.fetch("orders", before)).isEmpty();
    }

    @Test
    @DisplayName("F20 a watch that returns at once is slowed down")
    void spinningWatchIsSlowedDown() {
        every(list(7, "[]"));
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        }

        assertThat(SERVER.findAll(getRequestedFor(anyUrl()))).hasSizeBetween(3, 12);
    }

    @Test
    @DisplayName("F20 a query is asked with an index of at least 1, and with 0 again after it fell")
    void indexOfZeroIsNeverAskedFor() {
        every(list(0, "[]"));
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            listener.awaitSigns(3);
        }

        SERVER.verify(getRequestedFor(anyUrl()).withQueryParam("index", equalTo("1")));
        assertThat(SERVER.findAll(getRequestedFor(anyUrl()).withQueryParam("index", equalTo("0"))))
                .isEmpty();
    }

    @Test
    void watchEndsOnceWithTheFirstRefusal() {
        every(aResponse().withStatus(500).withBody("No cluster leader"));
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("a", "b", "c"), listener)) {
            assertThat(watch).isNotNull();
            RegistryException cause = Objects.requireNonNull(listener.awaitEnd());

            assertThat(cause.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(listener.ends()).isOne();
        }
    }

    @Test
    void oneUnreadableServiceHarmsNoOther() {
        SERVER.stubFor(get(urlPathEqualTo(HEALTH + "bad")).willReturn(list(7, "<html>")));
        SERVER.stubFor(get(urlPathEqualTo(HEALTH + "good")).willReturn(list(7, "[" + entry("good", 80) + "]")));
        RecordingListener listener = new RecordingListener();

        try (var watch = backend.watch(Set.of("bad", "good"), listener)) {
            assertThat(watch).isNotNull();
            listener.awaitView(view -> view.instances().size() == 1);
            listener.awaitSigns(3);
        }

        assertThat(listener.ends()).isZero();
        assertThat(listener.views()).noneMatch(view -> view.service().equals("bad"));
    }
}
