package io.rollcall.benchmarks.store;

import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import java.util.List;
import java.util.stream.Stream;

/** Sixteen locked maps, chosen by the service's name. */
final class ShardedMap implements Store {
    private static final int SHARDS = 16;

    private final Store[] shards = Stream.generate(LockedMap::new).limit(SHARDS).toArray(Store[]::new);

    @Override
    public void register(RegistrationRequest registration) {
        shard(registration.instance().serviceName()).register(registration);
    }

    @Override
    public boolean heartbeat(String service, String id) {
        return shard(service).heartbeat(service, id);
    }

    @Override
    public List<RegisteredInstance> query(String service) {
        return shard(service).query(service);
    }

    private Store shard(String service) {
        int hash = service.hashCode();
        return shards[(hash ^ hash >>> 16) & SHARDS - 1];
    }
}
