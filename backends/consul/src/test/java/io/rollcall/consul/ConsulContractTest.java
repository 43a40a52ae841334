package io.rollcall.consul;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryBackendContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of all backends against a real agent. */
class ConsulContractTest extends RegistryBackendContract {
    @RegisterExtension
    static final SharedAgent AGENT = new SharedAgent();

    @Override
    protected RegistryBackend connect(BackendContext context) {
        return new ConsulRegistryProvider().create(AGENT.get().uri(""), context);
    }
}
