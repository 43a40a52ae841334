package io.rollcall.consul;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryBackendContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The contract of all backends against a real agent. */
class ConsulContractTest extends RegistryBackendContract {
    private static ConsulAgent agent;

    @BeforeAll
    static void start() {
        agent = ConsulAgent.inMemory();
    }

    @Override
    protected RegistryBackend connect(BackendContext context) {
        return new ConsulRegistryProvider().create(agent.uri(""), context);
    }

    @AfterEach
    void clear() {
        agent.clear();
    }

    @AfterAll
    static void stop() throws Exception {
        ConsulAgent.closeAll(agent);
    }
}
