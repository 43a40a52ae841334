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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All registered instances, in memory. Threadsafe.
 *
 * <p>An instance is gone one ttl after its last heartbeat: a reader never sees it later than that, and {@link #sweep()}
 * removes it and notifies the listener even if nothing is read.
 *
 * <p><b>Concurrency.</b> Writers of one service take that service's lock; writers of different services share only the
 * atomic add that numbers a change ({@link Revisions}). A heartbeat that changes nothing takes no lock. Readers take
 * none unless the service has changed since the last read or an instance may have expired.
 */
public final class InstanceStore {
    /** In place of a generation: any generation matches. */
    public static final long ANY_GENERATION = -1;

    private final ConcurrentHashMap<String, ServiceEntry> entries = new ConcurrentHashMap<>();
    private final Revisions revisions = new Revisions(entries);
    private final Capacity capacity;
    private final LongAdder expirations = new LongAdder();
    private final RegistryClock clock;
    private final LeaseTime time;
    private final Preservation preservation;
    private final ChangeListener listener;

    /**
     * An empty store.
     *
     * @param clock measures leases and stamps registrations
     * @param leases how long a lease lasts
     * @param limits how much it takes
     * @param listener notified of each change
     */
    public InstanceStore(RegistryClock clock, LeaseConfig leases, StoreLimits limits, ChangeListener listener) {
        this.clock = clock;
        this.time = new LeaseTime(clock, leases);
        this.preservation = new Preservation(leases);
        this.capacity = new Capacity(limits);
        this.listener = listener;
    }

    /**
     * Registers an instance, or replaces the one of its id at once. A registration that changes nothing renews the
     * lease, without a new revision.
     *
     * @return the registered instance
     * @throws RefusedException if a newer generation is registered, or there is no room
     */
    public RegisteredInstance register(RegistrationRequest request) {
        String service = request.instance().serviceName();
        InstanceSize size = InstanceSize.of(request.instance());
        while (true) {
            ServiceEntry entry =
                    entries.computeIfAbsent(service, name -> new ServiceEntry(name, revisions.ofUnknown()));
            RegisteredInstance registered = changing(entry, () -> registerUnlessForgotten(entry, request, size));
            if (registered != null) {
                return registered;
            }
        }
    }

    /**
     * Renews a lease.
     *
     * @param status the instance's present status; null if it is unchanged
     * @param generation the sender's generation, or {@link #ANY_GENERATION}
     * @return {@link UpdateResult#UNKNOWN} also for a generation newer than the registered one: it has to register
     */
    public UpdateResult heartbeat(String service, String id, @Nullable InstanceStatus status, long generation) {
        ServiceEntry entry = entries.get(service);
        if (entry == null) {
            return UpdateResult.UNKNOWN;
        }
        while (true) {
            Lease lease = entry.lease(id);
            if (lease == null) {
                return UpdateResult.UNKNOWN;
            }
            long registered = lease.instance().generation();
            if (generation != ANY_GENERATION && generation != registered) {
                return generation < registered ? UpdateResult.OLDER_GENERATION : UpdateResult.UNKNOWN;
            }
            if (status != null && status != lease.instance().status()) {
                return changeStatus(entry, id, status, generation);
            }
            if (lease.renew(time, preservation.preserves(entry))) {
                return UpdateResult.DONE;
            }
            if (entry.lease(id) == lease) {
                return UpdateResult.UNKNOWN;
            }
            // The lease was replaced meanwhile: renew its successor.
        }
    }

    /**
     * Removes an instance.
     *
     * @param generation the sender's generation, or {@link #ANY_GENERATION}
     */
    public UpdateResult deregister(String service, String id, long generation) {
        ServiceEntry entry = entries.get(service);
        if (entry == null) {
            return UpdateResult.UNKNOWN;
        }
        return changing(entry, () -> {
            Lease lease = entry.lease(id);
            if (lease == null) {
                return UpdateResult.UNKNOWN;
            }
            if (generation != ANY_GENERATION && generation < lease.instance().generation()) {
                return UpdateResult.OLDER_GENERATION;
            }
            entry.remove(lease, time.now());
            capacity.returnInstances(1, lease.size().memory());
            revisions.publish(entry);
            return UpdateResult.DONE;
        });
    }

    /** The live instances of a service; empty if there are none or the service is unknown. */
    public Snapshot snapshot(String service) {
        ServiceEntry entry = entries.get(service);
        if (entry == null) {
            return new Snapshot(service, revisions.ofUnknown(), List.of(), Set.of(), List.of());
        }
        expireIfDue(entry);
        return entry.snapshot();
    }

    /** The leases of a service's live instances, in the order of the instances' ids. */
    public List<LeaseInfo> leases(String service) {
        ServiceEntry entry = entries.get(service);
        if (entry == null) {
            return List.of();
        }
        expireIfDue(entry);
        long now = time.now();
        List<LeaseInfo> found = new ArrayList<>();
        entry.leases().forEach(lease -> lease.info(time, now).ifPresent(found::add));
        found.sort(Comparator.comparing(LeaseInfo::instanceId));
        return found;
    }

    /** The services that have live instances, in the order of their names. */
    public List<RegisteredService> services() {
        List<RegisteredService> found = new ArrayList<>();
        for (ServiceEntry entry : entries.values()) {
            expireIfDue(entry);
            entry.summary().ifPresent(found::add);
        }
        found.sort(Comparator.comparing(RegisteredService::name));
        return found;
    }

    /** All changes up to this revision are visible: a reader of it and then of a snapshot misses none of them. */
    public long revision() {
        return revisions.published();
    }

    /** The revision that a service's snapshot would have, without building one. */
    public long revision(String service) {
        ServiceEntry entry = entries.get(service);
        return entry == null ? revisions.ofUnknown() : entry.revision();
    }

    /**
     * Removes the expired leases, unless too many would expire (see {@link Preservation}). To be called once per sweep
     * period; a call that is far too late extends every lease to one ttl from now.
     */
    public void sweep() {
        time.sweepStarted();
        preservation.update(entries.values(), time);
        entries.values().forEach(entry -> {
            expireIfDue(entry);
            updateSuspects(entry);
        });
    }

    /** How many instances are kept although their lease is overdue. */
    public int suspects() {
        return entries.values().stream().mapToInt(ServiceEntry::suspects).sum();
    }

    /** How often expiry was suspended for all services. */
    public long preservations() {
        return preservation.activations();
    }

    /** How many instances are registered, including expired ones that no read or sweep has found yet. */
    public int instances() {
        return capacity.instances();
    }

    /** The memory that they take, about. */
    public long bytes() {
        return capacity.bytes();
    }

    /** How many leases have expired so far. */
    public long expirations() {
        return expirations.sum();
    }

    /** How many services take up memory, including empty ones. */
    int rememberedServices() {
        return entries.size();
    }

    private @Nullable RegisteredInstance registerUnlessForgotten(
            ServiceEntry entry, RegistrationRequest request, InstanceSize size) {
        // Only an empty entry can be forgotten, and it cannot become empty while its lock is held.
        if (entry.isEmpty() && !revisions.revive(entry)) {
            return null;
        }
        try {
            return registerIn(entry, request, size);
        } finally {
            if (entry.isEmpty()) {
                revisions.abandon(entry);
            }
        }
    }

    private RegisteredInstance registerIn(ServiceEntry entry, RegistrationRequest request, InstanceSize size) {
        RegisteredInstance requested = request.instance();
        Lease existing = entry.lease(requested.instanceId());
        if (existing != null && requested.generation() < existing.instance().generation()) {
            throw RefusedException.olderGeneration(
                    requested.generation(), existing.instance().generation());
        }
        RegisteredInstance instance =
                request.timed() ? requested : requested.withTimestamp(timestamp(requested, existing));
        if (existing != null && instance.equals(existing.instance()) && existing.renew(time)) {
            return existing.instance();
        }
        takeRoom(entry, size, existing);
        entry.put(instance, size, time.deadline(time.now()));
        revisions.publish(entry);
        return instance;
    }

    /** One generation has one registration time, however often it registers again. */
    private long timestamp(RegisteredInstance requested, @Nullable Lease existing) {
        boolean sameGeneration = existing != null && existing.instance().generation() == requested.generation();
        return existing != null && sameGeneration ? existing.instance().timestamp() : clock.millis();
    }

    private void takeRoom(ServiceEntry entry, InstanceSize size, @Nullable Lease existing) {
        InstanceSize before = existing == null ? new InstanceSize(0, 0) : existing.size();
        capacity.checkService(entry.name(), entry.jsonBytes() + size.json() - before.json());
        capacity.takeBytes(size.memory() - before.memory());
        if (existing == null) {
            try {
                capacity.takeInstance();
            } catch (RefusedException full) {
                capacity.takeBytes(-size.memory());
                throw full;
            }
        }
    }

    private UpdateResult changeStatus(ServiceEntry entry, String id, InstanceStatus status, long generation) {
        return changing(entry, () -> {
            Lease lease = entry.lease(id);
            if (lease == null) {
                return UpdateResult.UNKNOWN;
            }
            RegisteredInstance instance = lease.instance();
            if (generation != ANY_GENERATION && generation != instance.generation()) {
                return generation < instance.generation() ? UpdateResult.OLDER_GENERATION : UpdateResult.UNKNOWN;
            }
            entry.put(instance.withStatus(status), lease.size(), time.deadline(time.now()));
            revisions.publish(entry);
            return UpdateResult.DONE;
        });
    }

    private void expireIfDue(ServiceEntry entry) {
        if (entry.mayHaveExpired(time.now()) && !preservation.preserves(entry)) {
            changing(entry, () -> null);
        }
    }

    /**
     * Runs {@code change} under the entry's lock after removing what has expired, and notifies the listener outside of
     * the lock if the revision rose.
     */
    private <T extends @Nullable Object> T changing(ServiceEntry entry, Supplier<T> change) {
        long before = entry.revision();
        try {
            return entry.locked(() -> {
                expire(entry);
                return change.get();
            });
        } finally {
            if (entry.revision() != before) {
                listener.changed(entry.name());
            }
        }
    }

    private void updateSuspects(ServiceEntry entry) {
        boolean preserves = preservation.preserves(entry);
        if (preserves || entry.suspects() > 0) {
            changing(entry, () -> {
                if (entry.updateSuspects(time, preserves)) {
                    revisions.publish(entry);
                }
                return null;
            });
        }
    }

    private void expire(ServiceEntry entry) {
        if (preservation.preserves(entry)) {
            return;
        }
        List<Lease> removed = entry.removeExpired(time);
        if (!removed.isEmpty()) {
            long memory =
                    removed.stream().mapToLong(lease -> lease.size().memory()).sum();
            capacity.returnInstances(removed.size(), memory);
            expirations.add(removed.size());
            revisions.publish(entry);
        }
    }
}
