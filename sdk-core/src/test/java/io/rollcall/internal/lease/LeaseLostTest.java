package io.rollcall.internal.lease;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.rollcall.event.RollcallListener;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.health.Health;
import io.rollcall.internal.registry.http.HttpRegistryProvider;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.testing.VirtualScheduler;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A lease that is lost between two heartbeats, over HTTP: time is virtual, requests are real. */
class LeaseLostTest {
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private final VirtualScheduler time = new VirtualScheduler();

    @BeforeEach
    void start() {
        server.start();
        server.stubFor(post("/services/register")
                .willReturn(aResponse()
                        .withStatus(201)
                        .withHeader("Content-Type", "application/json")
                        .withBody("""
                        {"instanceId":"o-1","ttlMillis":30000,"heartbeatMillis":10000,"generation":1,"timestamp":0}""")));
        beat(STARTED, 204, "one beat");
        beat("one beat", 404, "lost");
        beat("lost", 204, "found");
        beat("found", 204, "found");
    }

    private void beat(String from, int status, String to) {
        server.stubFor(put(urlPathMatching("/services/orders/instances/o-1/heartbeat"))
                .inScenario("lease")
                .whenScenarioStateIs(from)
                .willReturn(aResponse().withStatus(status))
                .willSetStateTo(to));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    @DisplayName("F08 a heartbeat that gets a 404 is followed by a registration, once")
    void lostLeaseRegistersAgain() {
        try (RegistryBackend backend = new HttpRegistryProvider()
                .create(URI.create(server.baseUrl()), BackendContext.of(time, ofSeconds(20)))) {
            Registrar registrar = new Registrar(
                    backend,
                    new SdkRuntime(time, Randomness.seeded(1), time, Runnable::run, Runnable::run),
                    RegistrationConfig.defaults(),
                    () -> "10.0.0.1",
                    new RollcallListener() {});
            LeaseLoop orders = registrar.register(
                    registrar.complete(
                            ServiceInstance.named("orders").id("o-1").port(80).build()),
                    () -> Health.UNCHECKED);
            time.advance(ofSeconds(11));
            server.verify(1, postRequestedFor(urlEqualTo("/services/register")));

            time.advance(ofSeconds(11));

            server.verify(2, postRequestedFor(urlEqualTo("/services/register")));
            assertThat(orders.state()).isEqualTo(State.REGISTERED);
            time.advance(ofSeconds(11));
            server.verify(3, putRequestedFor(urlPathMatching(".*/heartbeat")));
        }
    }
}
