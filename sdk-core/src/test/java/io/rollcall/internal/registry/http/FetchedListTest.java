package io.rollcall.internal.registry.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How the list of a service's instances is read, whatever a registry sends. */
class FetchedListTest {
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private static final ServiceInstance ORDERS =
            ServiceInstance.named("orders").id("o-1").host("10.0.0.1").port(80).build();

    private final List<String> reported = new ArrayList<>();
    private HttpRegistry backend;

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void connect() {
        SERVER.resetAll();
        backend = new HttpRegistry(
                Endpoint.of(URI.create(SERVER.baseUrl())),
                BackendContext.of(TimeSource.system(), Duration.ofSeconds(5))
                        .withRefusedEntries((service, count) -> reported.add(service + " " + count)),
                SnapshotStreams.MAX_SILENCE);
    }

    @AfterEach
    void disconnect() {
        backend.close();
    }

    private static void respond(ResponseDefinitionBuilder response) {
        SERVER.stubFor(any(anyUrl()).willReturn(response));
    }

    @Test
    void illegalEntriesAreDroppedAndTheOthersAccepted() {
        String good = RegistryStubs.body("orders", 1, ORDERS);
        String entry = good.substring(good.indexOf("[{") + 1, good.lastIndexOf("]"));
        String bad = Stream.of(
                        entry.replace("10.0.0.1", "evil/@host"),
                        entry.replace("10.0.0.1", "10.0.0.1\\u0000"),
                        entry.replace("\"port\":80", "\"port\":70000"),
                        entry.replace("\"port\":80", "\"port\":\"80\""),
                        entry.replace("\"o-1\"", "\"../o\""),
                        entry.replace("\"UP\"", "\"SIDEWAYS\""),
                        entry.replace("{}", "{\"weight\":\"-1\"}"),
                        entry.replace("{}", "{\"a\":\"line\\u000abreak\"}"),
                        entry.replace("\"serviceName\":\"orders\"", "\"serviceName\":\"billing\""),
                        "null",
                        "7",
                        "{}")
                .reduce("", (all, one) -> all + one + ",");
        respond(okJson(good.replace("[{", "[" + bad + "{")));

        assertThat(backend.fetch("orders", null).orElseThrow().instances()).containsExactly(ORDERS);
        assertThat(reported).containsExactly("orders 12");
    }

    @Test
    @DisplayName("F14 a list of another service, or without a comparable revision, is rejected")
    void listThatCannotBeComparedIsRejected() {
        String good = RegistryStubs.body("orders", 1, ORDERS);
        for (String wrong : List.of(
                RegistryStubs.body("users", 1, ORDERS),
                good.replace("\"revision\":1", "\"revision\":1.5"),
                good.replace("\"revision\":1", "\"revision\":\"1\""),
                good.replace("\"revision\":1", "\"revision\":12345678901234567890"),
                good.replace("\"revision\":1", "\"x\":1"))) {
            respond(okJson(wrong));

            assertThatThrownBy(() -> backend.fetch("orders", null)).as(wrong).isInstanceOf(RegistryException.class);
        }
    }

    @Test
    void illegalEntriesAreReportedForEachResponse() {
        respond(okJson(RegistryStubs.body("orders", 1, ORDERS).replace("[{", "[7,{},{")));

        backend.fetch("orders", null);

        assertThat(reported).containsExactly("orders 2");
    }

    @Test
    void illegalServiceNamesAreDropped() {
        respond(okJson("""
                {"services":[{"name":"users"},{"name":"../admin"},{"name":"a\\u0000b"},{},7,{"name":"orders"}]}"""));

        assertThat(backend.services()).containsExactly("orders", "users");
        assertThat(reported).containsExactly(" 4");
    }

    @Test
    void ofTwoEntriesOfOneIdTheNewerGenerationWins() {
        ServiceInstance newer = ORDERS.toBuilder().generation(9).port(81).build();
        respond(RegistryStubs.list("orders", 1, newer, ORDERS));

        assertThat(backend.fetch("orders", null).orElseThrow().instances()).containsExactly(newer);

        respond(RegistryStubs.list("orders", 1, ORDERS, newer));

        assertThat(backend.fetch("orders", null).orElseThrow().instances()).containsExactly(newer);
    }

    @Test
    @DisplayName("F14 a 304 of another incarnation does not count: the full list is fetched")
    void notModifiedOfAnotherIncarnationIsFetchedAgain() {
        ServiceView known = new ServiceView("orders", "an earlier one", 1, List.of(), "\"1\"");
        SERVER.stubFor(any(anyUrl()).atPriority(5).willReturn(RegistryStubs.list("orders", 1, ORDERS)));
        SERVER.stubFor(get(anyUrl())
                .withHeader("If-None-Match", equalTo("\"1\""))
                .willReturn(aResponse().withStatus(304).withHeader("X-Rollcall-Incarnation", "one")));

        assertThat(backend.fetch("orders", known))
                .get()
                .extracting(ServiceView::instances)
                .isEqualTo(List.of(ORDERS));
    }
}
