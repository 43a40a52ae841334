package io.rollcall.mock.internal.store;

import io.rollcall.mock.clock.RegistryClock;
import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.RefusedException;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegisteredService;
import io.rollcall.mock.instance.RegistrationRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All registered instances, in memory. Safe for use by several threads.
 *
 * <p>An instance is gone one ttl after its last heartbeat: a reader never sees it later than that, and {@link #sweep()}
 * removes it and tells the listener even if nobody reads.
 *
 * <p><b>Concurrency.</b> Writers of one service take that service's lock; writers of different services meet only for
 * the atomic add that numbers a change ({@code Revisions}). A heartbeat that changes nothing takes no lock. Readers
 * take none unless the service has changed since the last read or an instance may have expired.
 */
public final class InstanceStore {
    /** Stands for "no generation was named": it is not compared. */
    public static final long ANY_GENERATION = -1;

    private final ConcurrentHashMap<String, ServiceEntry> entries = new ConcurrentHashMap<>();
    private final Revisions revisions = new Revisions(entries);
    private final AtomicInteger instances = new AtomicInteger();
    private final LongAdder expirations = new LongAdder();
    private final RegistryClock clock;
    private final LeaseTime time;
    private final int maxInstances;
    private final ChangeListener listener;

    /**
     * An empty store.
     *
     * @param clock measures leases and stamps registrations
     * @param terms how long a lease lasts
     * @param maxInstances how many instances it takes in all
     * @param listener hears of each change
     */
    public InstanceStore(RegistryClock clock, LeaseConfig terms, int maxInstances, ChangeListener listener) {
        this.clock = clock;
        this.time = new LeaseTime(clock, terms);
        this.maxInstances = maxInstances;
        this.listener = listener;
    }

    /**
     * Registers an instance, or replaces the one of that id at once. Registering again what is registered renews the
     * lease and is no change.
     *
     * @return the instance as it is held now
     * @throws RefusedException if a newer generation is held, or there is no room
     */
    public RegisteredInstance register(RegistrationRequest registration) {
        String service = registration.instance().serviceName();
        while (true) {
            ServiceEntry entry =
                    entries.computeIfAbsent(service, name -> new ServiceEntry(name, revisions.ofUnknown()));
            RegisteredInstance held = changing(entry, () -> registerUnlessRetired(entry, registration));
            if (held != null) {
                return held;
            }
        }
    }

    /**
     * Keeps an instance for one more ttl.
     *
     * @param status what it says of itself now; null if it says nothing new
     * @param generation the speaker's generation, or {@link #ANY_GENERATION}
     * @return {@link UpdateResult#UNKNOWN} also for a generation that the registry has not seen yet: its process has to
     *     register
     */
    public UpdateResult heartbeat(String service, String id, @Nullable InstanceStatus status, long generation) {
        ServiceEntry entry = entries.get(service);
        if (entry == null) {
            return UpdateResult.UNKNOWN;
        }
        while (true) {
            Lease lease = entry.leases.get(id);
            if (lease == null) {
                return UpdateResult.UNKNOWN;
            }
            long held = lease.instance().generation();
            if (generation != ANY_GENERATION && generation != held) {
                return generation < held ? UpdateResult.OLDER_GENERATION : UpdateResult.UNKNOWN;
            }
            if (status != null && status != lease.instance().status()) {
                return changeStatus(entry, id, status, generation);
            }
            if (lease.renew(time)) {
                return UpdateResult.DONE;
            }
            if (entry.leases.get(id) == lease) {
                return UpdateResult.UNKNOWN;
            }
            // Replaced in the meantime: the one that took its place is meant.
        }
    }

    /**
     * Removes an instance.
     *
     * @param generation the speaker's generation, or {@link #ANY_GENERATION}
     */
    public UpdateResult deregister(String service, String id, long generation) {
        ServiceEntry entry = entries.get(service);
        if (entry == null) {
            return UpdateResult.UNKNOWN;
        }
        return changing(entry, () -> {
            Lease lease = entry.leases.get(id);
            if (lease == null) {
                return UpdateResult.UNKNOWN;
            }
            if (generation != ANY_GENERATION && generation < lease.instance().generation()) {
                return UpdateResult.OLDER_GENERATION;
            }
            entry.remove(lease);
            instances.decrementAndGet();
            revisions.publish(entry);
            return UpdateResult.DONE;
        });
    }

    /** The live instances of a service; empty if there are none or the service is not known. */
    public Snapshot snapshot(String service) {
        ServiceEntry entry = entries.get(service);
        if (entry == null) {
            return new Snapshot(service, revisions.ofUnknown(), List.of());
        }
        expireIfDue(entry);
        return entry.snapshot();
    }

    /** How the leases of a service's live instances stand now, in the order of their ids. */
    public List<LeaseInfo> leases(String service) {
        ServiceEntry entry = entries.get(service);
        if (entry == null) {
            return List.of();
        }
        expireIfDue(entry);
        long now = time.now();
        List<LeaseInfo> found = new ArrayList<>();
        entry.leases.forEach((id, lease) -> lease.state(time, now).ifPresent(found::add));
        found.sort(Comparator.comparing(LeaseInfo::instanceId));
        return found;
    }

    /** The services that have live instances, in the order of their names. */
    public List<RegisteredService> services() {
        List<RegisteredService> found = new ArrayList<>();
        for (ServiceEntry entry : entries.values()) {
            expireIfDue(entry);
            entry.lock();
            try {
                if (!entry.leases.isEmpty()) {
                    found.add(new RegisteredService(entry.name, entry.leases.size(), entry.revision));
                }
            } finally {
                entry.unlock();
            }
        }
        found.sort(Comparator.comparing(RegisteredService::name));
        return found;
    }

    /** All changes up to this number can be seen: whoever reads it first and a snapshot then, misses none of them. */
    public long revision() {
        return revisions.published();
    }

    /** The revision that a service's snapshot would have, without making one. */
    public long revision(String service) {
        ServiceEntry entry = entries.get(service);
        return entry == null ? revisions.ofUnknown() : entry.revision;
    }

    /**
     * Removes what has expired. To be called once per sweep period; a call that comes far too late grants everyone a
     * ttl.
     */
    public void sweep() {
        time.sweepBegins();
        entries.values().forEach(this::expireIfDue);
    }

    /** How many instances are held, those included that have expired and were not looked at since. */
    public int instances() {
        return instances.get();
    }

    /** How many instances have expired so far. */
    public long expirations() {
        return expirations.sum();
    }

    /** How many services take up memory, those included that are empty. */
    int rememberedServices() {
        return entries.size();
    }

    private @Nullable RegisteredInstance registerUnlessRetired(ServiceEntry entry, RegistrationRequest registration) {
        // Only an empty entry can be forgotten, and it cannot become empty while its lock is held.
        if (entry.leases.isEmpty() && !revisions.revive(entry)) {
            return null;
        }
        try {
            return registerIn(entry, registration);
        } finally {
            if (entry.leases.isEmpty()) {
                revisions.abandon(entry);
            }
        }
    }

    private RegisteredInstance registerIn(ServiceEntry entry, RegistrationRequest registration) {
        RegisteredInstance asked = registration.instance();
        Lease held = entry.leases.get(asked.instanceId());
        if (held != null && asked.generation() < held.instance().generation()) {
            throw RefusedException.olderGeneration(
                    asked.generation(), held.instance().generation());
        }
        RegisteredInstance instance = registration.timed() ? asked : asked.withTimestamp(timestamp(asked, held));
        if (held != null && instance.equals(held.instance()) && held.renew(time)) {
            return held.instance();
        }
        if (held == null) {
            takeRoom();
        }
        entry.put(instance, time.deadline(time.now()));
        revisions.publish(entry);
        return instance;
    }

    /** One generation has one registration time, however often it registers again. */
    private long timestamp(RegisteredInstance asked, @Nullable Lease held) {
        boolean same = held != null && held.instance().generation() == asked.generation();
        return held != null && same ? held.instance().timestamp() : clock.millis();
    }

    private void takeRoom() {
        if (instances.incrementAndGet() > maxInstances) {
            instances.decrementAndGet();
            throw RefusedException.full(maxInstances);
        }
    }

    private UpdateResult changeStatus(ServiceEntry entry, String id, InstanceStatus status, long generation) {
        return changing(entry, () -> {
            Lease lease = entry.leases.get(id);
            if (lease == null) {
                return UpdateResult.UNKNOWN;
            }
            RegisteredInstance held = lease.instance();
            if (generation != ANY_GENERATION && generation != held.generation()) {
                return generation < held.generation() ? UpdateResult.OLDER_GENERATION : UpdateResult.UNKNOWN;
            }
            entry.put(held.withStatus(status), time.deadline(time.now()));
            revisions.publish(entry);
            return UpdateResult.DONE;
        });
    }

    private void expireIfDue(ServiceEntry entry) {
        if (time.now() >= entry.nextExpiry) {
            changing(entry, () -> null);
        }
    }

    /** Runs {@code change} under the entry's lock, on what has not expired; afterwards tells if anything changed. */
    private <T extends @Nullable Object> T changing(ServiceEntry entry, Supplier<T> change) {
        long before = entry.revision;
        try {
            entry.lock();
            try {
                expire(entry);
                return change.get();
            } finally {
                entry.unlock();
            }
        } finally {
            if (entry.revision != before) {
                listener.changed(entry.name);
            }
        }
    }

    private void expire(ServiceEntry entry) {
        int removed = entry.removeExpired(time);
        if (removed > 0) {
            instances.addAndGet(-removed);
            expirations.add(removed);
            revisions.publish(entry);
        }
    }
}
