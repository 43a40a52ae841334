package io.rollcall.consul;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An agent that says what it is told to. As a static extension it is as new for each test, and ends with its class. */
final class PlayedAgent implements BeforeEachCallback, AfterAllCallback, AutoCloseable {
    /** Bodies that come slowly would be held back to be packed. */
    private final WireMockServer server = new WireMockServer(
            WireMockConfiguration.options().dynamicPort().dynamicHttpsPort().gzipDisabled(true));

    static PlayedAgent start() {
        PlayedAgent agent = new PlayedAgent();
        agent.server.start();
        return agent;
    }

    WireMockServer server() {
        return server;
    }

    URI uri(String query) {
        return URI.create("consul://localhost:" + server.port() + query);
    }

    /** A backend whose queries wait for 3 s. */
    ConsulRegistry connect(String query) {
        return Backend.of(uri(query), new WatchConfig(10, Duration.ofSeconds(3), Duration.ofSeconds(1)));
    }

    /** Answers everything so. */
    void every(ResponseDefinitionBuilder answer) {
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    static MappingBuilder listOf(String service) {
        return get(urlPathEqualTo("/v1/health/service/" + service));
    }

    static ResponseDefinitionBuilder list(long index, String json) {
        return aResponse().withHeader("x-consul-INDEX", Long.toString(index)).withBody(json);
    }

    static String entry(String service, int port) {
        return """
                {"Node":{"Node":"n","Address":"10.0.0.1"},"Service":{"ID":"%s-%d","Service":"%s","Port":%d},"Checks":[]}""".formatted(service, port, service, port);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server.resetAll();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        server.stop();
    }
}
