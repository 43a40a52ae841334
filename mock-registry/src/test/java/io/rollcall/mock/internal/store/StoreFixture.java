package io.rollcall.mock.internal.store;

import io.rollcall.mock.clock.VirtualClock;
import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A store on virtual time: ttl 30 s, heartbeat 10 s, sweep 1 s. */
final class StoreFixture {
    final VirtualClock clock = VirtualClock.create();
    final List<String> changes = new ArrayList<>();
    final InstanceStore store;

    StoreFixture() {
        this(100_000);
    }

    StoreFixture(int maxInstances) {
        this(StoreLimits.ofInstances(maxInstances));
    }

    StoreFixture(StoreLimits limits) {
        LeaseConfig terms = new LeaseConfig(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(1));
        store = new InstanceStore(clock, terms, limits, changes::add);
    }

    /** Lets the store be swept as often as it should be. */
    StoreFixture swept() {
        clock.every("sweeper", Duration.ofSeconds(1), store::sweep);
        return this;
    }

    static RegistrationRequest.Builder instance(String service, String id) {
        return RegistrationRequest.of(service, "10.0.0.1", 8080).instanceId(id);
    }

    RegisteredInstance register(String service, String id) {
        return store.register(instance(service, id).build());
    }

    UpdateResult beat(String service, String id) {
        return store.heartbeat(service, id, null, InstanceStore.ANY_GENERATION);
    }

    UpdateResult beat(String service, String id, InstanceStatus status) {
        return store.heartbeat(service, id, status, InstanceStore.ANY_GENERATION);
    }

    UpdateResult remove(String service, String id) {
        return store.deregister(service, id, InstanceStore.ANY_GENERATION);
    }

    List<String> ids(String service) {
        return store.snapshot(service).instances().stream()
                .map(RegisteredInstance::instanceId)
                .toList();
    }

    void pass(Duration time) {
        clock.advance(time);
    }
}
