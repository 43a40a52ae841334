package io.rollcall.consul;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.rollcall.consul.Backend.assertKind;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.RegistryException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is written at an agent goes by what it says of the instance. */
class AgentRegistrationTest {
    private static final ServiceInstance ORDERS = ServiceInstance.named("orders")
            .id("o-1")
            .host("10.0.0.1")
            .port(80)
            .generation(5)
            .build();

    @RegisterExtension
    static final PlayedAgent AGENT = PlayedAgent.start();

    private final ConsulRegistry backend = AGENT.connect("");

    @AfterEach
    void disconnect() {
        backend.close();
    }

    private static void has(long generation) {
        AGENT.every(aResponse().withBody("{}"));
        AGENT.server()
                .stubFor(get(urlPathMatching("/v1/agent/service/.*"))
                        .willReturn(aResponse().withBody("""
                {"Meta":{"rollcall-status":"UP","rollcall-generation":"%d"}}""".formatted(generation))));
    }

    @Test
    @DisplayName("F10 a newer generation is neither replaced nor renewed nor removed")
    void newerGenerationIsLeftAlone() {
        has(6);

        assertKind(Kind.CONFLICT, () -> backend.register(ORDERS));
        assertKind(Kind.CONFLICT, () -> backend.renew(ORDERS));
        assertKind(Kind.CONFLICT, () -> backend.deregister(ORDERS));

        AGENT.server().verify(0, putRequestedFor(anyUrl()));
    }

    @Test
    @DisplayName("F10 an older generation is no lease of this one's, and is replaced")
    void olderGenerationIsReplaced() {
        has(4);

        assertKind(Kind.NOT_FOUND, () -> backend.renew(ORDERS));
        backend.register(ORDERS);

        AGENT.server().verify(1, putRequestedFor(urlPathMatching("/v1/agent/service/register")));
    }

    @Test
    @DisplayName("F08 a renewal of what the agent does not know fails, and writes nothing")
    void unknownInstanceIsNotFound() {
        AGENT.every(aResponse().withBody("{}"));
        AGENT.server()
                .stubFor(get(urlPathMatching("/v1/agent/service/.*"))
                        .willReturn(aResponse().withStatus(404)));

        assertKind(Kind.NOT_FOUND, () -> backend.renew(ORDERS));

        AGENT.server().verify(0, putRequestedFor(anyUrl()));
    }

    @Test
    @DisplayName("F08 a list without the instance is a loss, an agent that cannot say is none")
    void silenceIsNoLoss() {
        AGENT.every(PlayedAgent.list(7, "[]"));
        assertThat(backend.holds(ORDERS)).isFalse();

        AGENT.every(aResponse().withStatus(500).withBody("No cluster leader"));
        assertThat(backend.holds(ORDERS)).isTrue();

        AGENT.every(PlayedAgent.list(7, "<html>"));
        assertThat(backend.holds(ORDERS)).isTrue();
    }

    @Test
    void whatIsGoneMeanwhileIsRemoved() {
        has(5);
        AGENT.server()
                .stubFor(put(urlPathMatching("/v1/agent/service/deregister/.*"))
                        .willReturn(aResponse().withStatus(404)));

        backend.deregister(ORDERS);

        AGENT.server().verify(1, putRequestedFor(urlPathMatching("/v1/agent/service/deregister/.*")));
    }
}
