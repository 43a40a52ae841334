package io.rollcall.benchmarks.store;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.LeaseConfig;
import io.rollcall.mock.internal.store.StoreLimits;
import io.rollcall.mock.internal.store.UpdateResult;
import java.time.Duration;
import java.util.List;

/** The store of mock-registry. */
final class RegistryStore implements Store {
    private static final LeaseConfig LONG =
            new LeaseConfig(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

    private final InstanceStore store =
            new InstanceStore(RegistryClock.system(), LONG, StoreLimits.ofInstances(Integer.MAX_VALUE), service -> {});

    @Override
    public void register(RegistrationRequest registration) {
        store.register(registration);
    }

    @Override
    public boolean heartbeat(String service, String id) {
        return store.heartbeat(service, id, null, InstanceStore.ANY_GENERATION) == UpdateResult.DONE;
    }

    @Override
    public List<RegisteredInstance> query(String service) {
        return store.snapshot(service).instances();
    }
}
