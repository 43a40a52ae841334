package io.rollcall.consul;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.rollcall.consul.Backend.assertKind;
import static io.rollcall.consul.Connected.orders;
import static io.rollcall.consul.PlayedAgent.entry;
import static io.rollcall.consul.PlayedAgent.list;
import static io.rollcall.consul.PlayedAgent.listOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.Watch;
import io.rollcall.registry.security.Credentials;
import io.rollcall.testing.KeptConnection;
import io.rollcall.testing.RecordingListener;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an agent, or something on the way to it, can answer that it should not. */
class ConsulFaultsTest {
    @RegisterExtension
    static final PlayedAgent AGENT = PlayedAgent.start();

    private final ConsulRegistry backend = AGENT.connect("?token=s3cret");

    @AfterEach
    void disconnect() {
        backend.close();
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
    void failuresAreReportedByKind(int status, String body, Kind kind) {
        AGENT.every(aResponse().withStatus(status).withBody(body).withHeader("Location", "http://127.0.0.2/"));

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
        AGENT.every(aResponse().withStatus(status).withBody(body));
        AGENT.server()
                .stubFor(get(urlPathEqualTo(
                                "/v1/agent/service/orders:" + orders(80).id()))
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
        AGENT.every(list(7, body));

        assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null)).hasMessageContaining("registry's URL");
    }

    @Test
    @DisplayName("F26 a list without an index is none of Consul's")
    void listWithoutAnIndexIsUnavailable() {
        AGENT.every(aResponse().withBody("[]"));

        assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null)).hasMessageContaining("X-Consul-Index");
    }

    @Test
    @DisplayName("F12 a list that is empty because the token may not read it is refused")
    void listHiddenFromTheTokenIsUnauthorized() {
        AGENT.every(list(7, "[]").withHeader("X-Consul-Results-Filtered-By-ACLs", "true"));

        assertKind(Kind.UNAUTHORIZED, () -> backend.fetch("orders", null));
    }

    @Test
    @DisplayName("F24 a closed backend leaves no connection open")
    void closedBackendLeavesNoConnection() throws IOException {
        try (KeptConnection agent = KeptConnection.answering("[]", "X-Consul-Index: 7")) {
            ConsulRegistry closing = Backend.of(URI.create("consul://" + agent.authority()), WatchConfig.of(1));
            assertThat(closing.fetch("orders", null)).isPresent();
            assertThat(agent.closed()).isNotDone();

            closing.close();

            assertThat(agent.closed()).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void closedBackendMakesNoCall() {
        AGENT.every(list(7, "[]"));

        backend.close();

        assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null)).hasMessageContaining("is closed");
        AGENT.server().verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void bodyThatNeverEndsIsATimeout() {
        AGENT.every(list(7, "[" + " ".repeat(1_000) + "]").withChunkedDribbleDelay(10, 8_000));

        assertKind(Kind.TIMEOUT, () -> backend.fetch("orders", null));
    }

    @Test
    void answersAreBounded() {
        AGENT.every(list(7, "[" + " ".repeat(33 << 20) + "]"));

        try (ConsulRegistry patient = Backend.patient(AGENT.uri(""), Duration.ofSeconds(30))) {
            assertKind(Kind.UNAVAILABLE, () -> patient.fetch("orders", null)).hasMessageContaining("larger than");
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void brokenAnswersAreUnavailable(Fault fault) {
        AGENT.every(aResponse().withFault(fault));

        assertKind(Kind.UNAVAILABLE, () -> backend.fetch("orders", null));
    }

    @Test
    void silenceIsATimeout() {
        AGENT.every(list(7, "[]").withFixedDelay(4_000));

        assertKind(Kind.TIMEOUT, () -> backend.fetch("orders", null));
    }

    @Test
    void theTokenGoesInAHeaderAndNowhereElse() {
        AGENT.every(aResponse().withStatus(403).withBody("ACL not found: s3cret"));

        assertKind(Kind.UNAUTHORIZED, () -> backend.fetch("orders", null)).hasMessageNotContaining("s3cret");
        assertThat(backend.toString()).doesNotContain("s3cret");
        AGENT.server()
                .verify(getRequestedFor(urlPathEqualTo("/v1/health/service/orders"))
                        .withHeader("X-Consul-Token", equalTo("s3cret"))
                        .withQueryParam("token", absent()));
    }

    @ParameterizedTest
    @CsvSource({"403, ACL not found", "500, rpc error making call: ACL not found", "403, Permission denied"})
    void refusedTokenIsAskedForAgainAndTheRequestMadeOnceMore(int status, String body) {
        AGENT.every(aResponse().withStatus(status).withBody(body));
        AGENT.server()
                .stubFor(listOf("orders")
                        .withHeader("X-Consul-Token", equalTo("new"))
                        .willReturn(list(7, "[" + entry("orders", 80) + "]")));
        Iterator<String> tokens = List.of("old", "new", "new", "new").iterator();
        RecordingListener listener = new RecordingListener();

        try (ConsulRegistry rotating = Backend.with(AGENT.uri(""), Credentials.token(tokens::next), null)) {
            assertThat(rotating.fetch("orders", null).orElseThrow().instances()).hasSize(1);
        }
        Iterator<String> others = List.of("old", "new").iterator();
        try (ConsulRegistry rotating = Backend.with(
                        AGENT.uri(""), Credentials.token(() -> others.hasNext() ? others.next() : "new"), null);
                Watch watch = rotating.watch(Set.of("orders"), listener)) {
            assertThat(watch).isNotNull();
            listener.awaitView(view -> view.instances().size() == 1);
        }
        assertThat(listener.ends()).isZero();
    }

    @Test
    void aTokenThatStaysIsNotShownAgain() {
        AGENT.every(aResponse().withStatus(403).withBody("ACL not found"));

        assertKind(Kind.UNAUTHORIZED, () -> backend.fetch("orders", null));

        AGENT.server().verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    void entriesThatAreLeftOutAreReportedForEachResponse() {
        AGENT.every(list(7, "[" + entry("orders", 80) + "," + entry("users", 81) + ",7,{}]"));
        List<String> reported = new ArrayList<>();
        BackendContext context = BackendContext.of(TimeSource.system(), Duration.ofSeconds(2))
                .withRefusedEntries((service, count) -> reported.add(service + " " + count));

        try (ConsulRegistry reporting = new ConsulRegistry(ConsulUrl.of(AGENT.uri("")), context, WatchConfig.of(1))) {
            assertThat(reporting.fetch("orders", null).orElseThrow().instances())
                    .hasSize(1);
        }
        assertThat(reported).containsExactly("orders 3");
    }

    @Test
    void certificateThatNobodyVouchesForIsRefused() {
        AGENT.every(list(7, "[]"));
        URI secure = URI.create("consuls://localhost:" + AGENT.server().httpsPort());

        try (ConsulRegistry untrusting = Backend.of(secure, WatchConfig.of(50))) {
            assertKind(Kind.UNAVAILABLE, () -> untrusting.fetch("orders", null))
                    .hasMessageContaining("certification path");
        }
        assertThat(AGENT.server().findAll(getRequestedFor(anyUrl()))).isEmpty();
    }

    @Test
    @DisplayName(
            "F14 F20 a lagging server's lower index is asked about, and an older list is not taken for a newer one")
    void laggingServerIsAskedAgainConsistently() {
        AGENT.every(list(9, "[" + entry("orders", 80) + "]"));
        var before = backend.fetch("orders", null).orElseThrow();
        AGENT.server().stubFor(listOf("orders").willReturn(list(5, "[]")));
        AGENT.server()
                .stubFor(listOf("orders")
                        .withQueryParam("consistent", matching(".*"))
                        .willReturn(list(9, "[" + entry("orders", 80) + "]")));

        assertThat(backend.fetch("orders", before)).isEmpty();
    }
}
