package io.rollcall.benchmarks.store;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.Registration;
import io.rollcall.mock.store.Answer;
import io.rollcall.mock.store.InstanceStore;
import io.rollcall.mock.store.LeaseTerms;
import java.time.Duration;
import java.util.List;

/** The store of mock-registry. */
final class RegistryStore implements Store {
    private static final LeaseTerms LONG =
            new LeaseTerms(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

    private final InstanceStore store =
            new InstanceStore(RegistryClock.system(), LONG, Integer.MAX_VALUE, service -> {});

    @Override
    public void register(Registration registration) {
        store.register(registration);
    }

    @Override
    public boolean heartbeat(String service, String id) {
        return store.heartbeat(service, id, null, InstanceStore.ANY_GENERATION) == Answer.DONE;
    }

    @Override
    public List<RegisteredInstance> query(String service) {
        return store.snapshot(service).instances();
    }
}
