package io.rollcall.internal.registry.http;

import io.rollcall.mock.MockRegistry;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryBackendContract;
import org.junit.jupiter.api.AfterEach;

/** The contract against the mock registry. */
class MockRegistryContractTest extends RegistryBackendContract {
    private final MockRegistry registry = MockRegistry.start();

    @Override
    protected RegistryBackend connect(BackendContext context) {
        return new HttpRegistryProvider().create(registry.uri(), context);
    }

    @AfterEach
    void stop() {
        registry.close();
    }
}
