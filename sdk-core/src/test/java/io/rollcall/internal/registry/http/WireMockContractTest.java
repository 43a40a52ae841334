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

/** The same contract against fixed responses, so that it does not depend on the mock registry being right. */
class WireMockContractTest extends RegistryBackendContract {
    private static final WireMockServer SERVER =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @Override
    protected RegistryBackend connect(BackendContext context) {
        SERVER.start();
        SERVER.resetAll();
        RegistryStubs.empty(SERVER);
        return new HttpRegistryProvider().create(URI.create(SERVER.baseUrl()), context);
    }

    @Override
    protected void lifecycleOf(ServiceInstance instance) {
        RegistryStubs.lifecycleOf(SERVER, instance);
    }

    @Override
    protected void newerIsRegistered(ServiceInstance instance) {
        ServiceInstance newer =
                instance.toBuilder().generation(instance.generation() + 1).build();
        SERVER.stubFor(any(anyUrl()).atPriority(2).willReturn(RegistryStubs.problem(409)));
        SERVER.stubFor(get(urlPathEqualTo("/services/orders/instances"))
                .atPriority(1)
                .willReturn(RegistryStubs.list("orders", 1, newer)));
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }
}
