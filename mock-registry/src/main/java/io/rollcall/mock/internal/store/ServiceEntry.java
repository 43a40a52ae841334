package io.rollcall.mock.internal.store;

import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.RegisteredInstance;
import io.rollcall.mock.instance.RegisteredService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One service and its leases.
 *
 * <p><b>Concurrency.</b> Whatever changes the entry runs inside {@link #locked}: {@link #put}, {@link #remove},
 * {@link #removeExpired} and {@link #publishedAs}. Leases and the revision are read without the lock. A change costs
 * the same however many instances there are: the snapshot is built by the first reader after the change.
 */
final class ServiceEntry {
    private static final int MAX_DEPARTURES = 32;
    private static final Comparator<RegisteredInstance> BY_ID = Comparator.comparing(RegisteredInstance::instanceId);

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentHashMap<String, Lease> leases = new ConcurrentHashMap<>(4);
    /** The sum over all leases. Guarded by the lock. */
    private long jsonBytes;
    /** No lease can expire before this moment; found by the last scan, lowered by additions. */
    private volatile long nextExpiry = Long.MAX_VALUE;

    /** The newest last. Guarded by the lock. */
    private final Deque<Departure> departures = new ArrayDeque<>(0);
    /** When leases have expired, for a ttl. Guarded by the lock. */
    private final Deque<Long> expiries = new ArrayDeque<>(0);

    private volatile boolean preserved;
    private long preservedSince;
    /** Instances whose lease is overdue, and that are kept. */
    private volatile Set<String> suspects = Set.of();

    private volatile long revision;
    private volatile boolean published;
    private volatile @Nullable Snapshot snapshot;

    /** @param revision what an unknown service reports, until the first change is published */
    ServiceEntry(String name, long revision) {
        this.name = name;
        this.revision = revision;
    }

    String name() {
        return name;
    }

    long revision() {
        return revision;
    }

    /** Whether a change of this service ever had a revision of its own. */
    boolean isPublished() {
        return published;
    }

    boolean isEmpty() {
        return leases.isEmpty();
    }

    @Nullable
    Lease lease(String instanceId) {
        return leases.get(instanceId);
    }

    /** A live view. */
    Collection<Lease> leases() {
        return leases.values();
    }

    /** Runs {@code action} while no other thread changes this entry. */
    <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Adds an instance, or replaces the one of its id. Under the lock. */
    void put(RegisteredInstance instance, InstanceSize size, long deadline) {
        Lease replaced = leases.put(instance.instanceId(), new Lease(instance, size, deadline));
        jsonBytes += size.json();
        if (!departures.isEmpty()) {
            departures.removeIf(departure -> departure.instanceId().equals(instance.instanceId()));
        }
        if (replaced != null) {
            replaced.end();
            jsonBytes -= replaced.size().json();
        }
        nextExpiry = Math.min(nextExpiry, deadline);
    }

    /** Under the lock. */
    void remove(Lease lease, long now) {
        lease.end();
        drop(lease);
        boolean drained = lease.instance().status() == InstanceStatus.DRAINING;
        departed(lease, drained ? Departure.Reason.DRAINED : Departure.Reason.DEREGISTERED, now);
    }

    private void departed(Lease lease, Departure.Reason reason, long now) {
        RegisteredInstance instance = lease.instance();
        departures.addLast(new Departure(instance.instanceId(), instance.generation(), reason, now));
        if (departures.size() > MAX_DEPARTURES) {
            departures.removeFirst();
        }
    }

    private void drop(Lease lease) {
        leases.remove(lease.instance().instanceId(), lease);
        jsonBytes -= lease.size().json();
    }

    /** The size of the list as JSON, about. Under the lock. */
    long jsonBytes() {
        return jsonBytes;
    }

    /** Whether {@link #removeExpired} may find something. */
    boolean mayHaveExpired(long now) {
        return now >= nextExpiry;
    }

    /** Removes the expired leases and returns them. Under the lock. */
    List<Lease> removeExpired(LeaseTime time) {
        long now = time.now();
        if (!mayHaveExpired(now)) {
            return List.of();
        }
        long next = Long.MAX_VALUE;
        List<Lease> removed = new ArrayList<>();
        for (Lease lease : leases.values()) {
            if (lease.endIfExpired(time, now)) {
                drop(lease);
                removed.add(lease);
                departed(lease, Departure.Reason.EXPIRED, now);
                expiries.addLast(now);
            } else {
                next = Math.min(next, time.notBefore(lease.deadline()));
            }
        }
        nextExpiry = next;
        return removed;
    }

    /** Counts its leases, and forgets departures of long ago. */
    Preservation.Census census(LeaseTime time, long now) {
        return locked(() -> {
            departures.removeIf(departure -> !time.isWithin(2, departure.at(), now));
            expiries.removeIf(moment -> !time.isWithin(1, moment, now));
            Preservation.Census census = new Preservation.Census();
            census.leases = leases.size();
            census.expired = expiries.size();
            for (Lease lease : leases.values()) {
                long deadline = lease.deadline();
                if (time.isLate(deadline, now)) {
                    census.late++;
                    census.due += time.isDue(deadline, now) ? 1 : 0;
                }
            }
            return census;
        });
    }

    /** What has expired so far does not count any more. */
    void forgetExpiries() {
        locked(() -> {
            expiries.clear();
            return null;
        });
    }

    /** Suspends expiry, or ends that. Only called by the sweep. */
    void preserve(boolean now, long since) {
        preserved = now;
        preservedSince = since;
    }

    boolean isPreserved() {
        return preserved;
    }

    long preservedSince() {
        return preservedSince;
    }

    /** Finds which instances are kept although their lease is overdue; true if others than before. Under the lock. */
    boolean updateSuspects(LeaseTime time, boolean preserves) {
        Set<String> found = new TreeSet<>();
        if (preserves) {
            long now = time.now();
            leases.forEach((id, lease) -> {
                if (now >= time.notBefore(lease.deadline())) {
                    found.add(id);
                }
            });
        }
        boolean changed = !found.equals(suspects);
        suspects = changed ? Set.copyOf(found) : suspects;
        return changed;
    }

    int suspects() {
        return suspects.size();
    }

    /** Makes the changes so far visible as {@code newRevision}. For {@link Revisions}, under the lock. */
    void publishedAs(long newRevision) {
        published = true;
        revision = newRevision;
    }

    /** Name, size and revision of one moment; nothing if there is no instance. */
    Optional<RegisteredService> summary() {
        return locked(() -> leases.isEmpty()
                ? Optional.empty()
                : Optional.of(new RegisteredService(name, leases.size(), revision)));
    }

    /** The instances at the current revision. */
    Snapshot snapshot() {
        Snapshot current = snapshot;
        if (current != null && current.revision() == revision) {
            return current;
        }
        return locked(() -> {
            Snapshot built = new Snapshot(name, revision, sortedInstances(), suspects, List.copyOf(departures));
            snapshot = built;
            return built;
        });
    }

    private List<RegisteredInstance> sortedInstances() {
        List<RegisteredInstance> instances = new ArrayList<>(leases.size());
        leases.values().forEach(lease -> instances.add(lease.instance()));
        instances.sort(BY_ID);
        return instances;
    }
}
