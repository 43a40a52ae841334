package io.rollcall.mock;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.internal.store.LeaseConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The immutable values of a registry. {@link MockRegistryBuilder} documents each of them. */
record RegistryConfig(
        String host,
        int port,
        Set<String> allowedHosts,
        LeaseConfig leases,
        Duration streamBeat,
        Duration streamPatience,
        MemoryBudget memory,
        int maxInstances,
        int maxSubscribers,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration requestTimeout,
        int ioThreads,
        RegistryClock clock,
        List<RegisteredInstance> data) {}
