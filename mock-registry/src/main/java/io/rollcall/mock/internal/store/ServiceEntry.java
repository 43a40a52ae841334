package io.rollcall.mock.internal.store;

import io.rollcall.mock.instance.RegisteredInstance;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One service and its leases.
 *
 * <p><b>Concurrency.</b> The entry is its own lock. Leases are added and removed under it and looked up without it.
 * {@code revision} is written by {@link Revisions} only. A change costs the same however many instances there are: the
 * snapshot is put together by the first reader after the change.
 */
final class ServiceEntry extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    final String name;
    final ConcurrentHashMap<String, Lease> leases = new ConcurrentHashMap<>(4);
    volatile long revision;
    /** No lease can expire before this moment; found by the last scan, lowered by additions. */
    volatile long nextExpiry = Long.MAX_VALUE;
    /** Guarded by this lock. */
    boolean everPublished;
    /** Guarded by this lock: whether {@link Revisions} has it among the empty ones. */
    boolean listedEmpty;
    /** Guarded by the lock of {@link Revisions}. */
    boolean retired;

    private volatile @Nullable Snapshot snapshot;

    ServiceEntry(String name, long revision) {
        this.name = name;
        this.revision = revision;
    }

    void put(RegisteredInstance instance, long deadline) {
        Lease replaced = leases.put(instance.instanceId(), new Lease(instance, deadline));
        if (replaced != null) {
            replaced.end();
        }
        nextExpiry = Math.min(nextExpiry, deadline);
    }

    void remove(Lease lease) {
        lease.end();
        leases.remove(lease.instance().instanceId(), lease);
    }

    /** Removes what has expired and says how many that were. */
    int removeExpired(LeaseTime time) {
        long now = time.now();
        if (now < nextExpiry) {
            return 0;
        }
        long next = Long.MAX_VALUE;
        int removed = 0;
        for (Lease lease : leases.values()) {
            if (lease.endIfExpired(time, now)) {
                leases.remove(lease.instance().instanceId(), lease);
                removed++;
            } else {
                next = Math.min(next, time.notBefore(lease.deadline()));
            }
        }
        nextExpiry = next;
        return removed;
    }

    Snapshot snapshot() {
        Snapshot current = snapshot;
        if (current != null && current.revision() == revision) {
            return current;
        }
        lock();
        try {
            Snapshot made = new Snapshot(name, revision, sortedInstances());
            snapshot = made;
            return made;
        } finally {
            unlock();
        }
    }

    private List<RegisteredInstance> sortedInstances() {
        return leases.values().stream()
                .map(Lease::instance)
                .sorted(Comparator.comparing(RegisteredInstance::instanceId))
                .toList();
    }
}
