package io.rollcall.benchmarks.store;

import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One map behind one read-write lock. Heartbeats only read the map, so they share the lock: the kindest reading of this
 * design.
 */
final class LockedMap implements Store {
    private static final TimeSource TIME = TimeSource.system();
    private static final long TTL = Duration.ofHours(1).toNanos();

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Map<String, Held>> services = new HashMap<>();

    private static final class Held {
        private final RegisteredInstance instance;
        private volatile long deadline = TIME.nanoTime() + TTL;

        Held(RegisteredInstance instance) {
            this.instance = instance;
        }
    }

    @Override
    public void register(RegistrationRequest registration) {
        RegisteredInstance instance = registration.instance();
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            services.computeIfAbsent(instance.serviceName(), name -> new HashMap<>())
                    .put(instance.instanceId(), new Held(instance));
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean heartbeat(String service, String id) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            Held held = services.getOrDefault(service, Map.of()).get(id);
            if (held == null) {
                return false;
            }
            held.deadline = TIME.nanoTime() + TTL;
            return true;
        } finally {
            reading.unlock();
        }
    }

    @Override
    public List<RegisteredInstance> query(String service) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            long now = TIME.nanoTime();
            List<RegisteredInstance> live = new ArrayList<>();
            for (Held held : services.getOrDefault(service, Map.of()).values()) {
                if (held.deadline - now > 0) {
                    live.add(held.instance);
                }
            }
            return live;
        } finally {
            reading.unlock();
        }
    }
}
