package io.rollcall.internal.registry.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryBackendContract;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;

/** The same contract against answers that are written down: what the server does not do right cannot hide here. */
class WireMockContractTest extends RegistryBackendContract {
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @Override
    protected RegistryBackend connect(BackendContext context) {
        SERVER.start();
        SERVER.resetAll();
        PlayedRegistry.empty(SERVER);
        return new HttpRegistryProvider().create(URI.create(SERVER.baseUrl()), context);
    }

    @Override
    protected void lifeOf(ServiceInstance instance) {
        PlayedRegistry.lifeOf(SERVER, instance);
    }

    @Override
    protected void newerIsHeld(ServiceInstance instance) {
        ServiceInstance newer =
                instance.toBuilder().generation(instance.generation() + 1).build();
        SERVER.stubFor(any(anyUrl()).atPriority(2).willReturn(PlayedRegistry.problem(409)));
        SERVER.stubFor(get(urlPathEqualTo("/services/orders/instances"))
                .atPriority(1)
                .willReturn(PlayedRegistry.list("orders", 1, newer)));
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }
}
