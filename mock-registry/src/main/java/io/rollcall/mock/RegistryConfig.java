package io.rollcall.mock;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.internal.store.LeaseConfig;
import java.time.Duration;
import java.util.List;

/** What a registry is like, for its whole life. {@link MockRegistryBuilder} says what each of these means. */
record RegistryConfig(
        String host,
        int port,
        LeaseConfig terms,
        Duration streamBeat,
        Duration streamPatience,
        int maxInstances,
        int maxSubscribers,
        int maxConnections,
        int ioThreads,
        RegistryClock clock,
        List<RegisteredInstance> data) {}
