package io.rollcall.consul;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real agent for all tests of a class, which each of them leaves empty. To be registered as a static extension. */
final class SharedAgent implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private @Nullable ConsulAgent agent;

    ConsulAgent get() {
        return Objects.requireNonNull(agent, "no test runs");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        agent = ConsulAgent.inMemory();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        get().clear();
    }

    /** Also after an agent that could not start. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (agent != null) {
            agent.close();
        }
    }
}
