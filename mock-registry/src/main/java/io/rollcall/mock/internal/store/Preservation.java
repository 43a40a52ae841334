package io.rollcall.mock.internal.store;

import java.util.Collection;

/**
 * Suspends the expiry of leases while too many would expire at once: then it is more likely that heartbeats do not
 * arrive than that the instances are gone. Eureka calls that self-preservation.
 *
 * <p>Counted are the leases that are late (halfway between heartbeat and ttl without a renewal) and those that have
 * expired within the last ttl. Nothing expires any more when they are more than 15 % of all leases, but at least two;
 * and nothing in a service of three or more when they are more than half of it. It ends when no more than 15 % (or one)
 * are late, or at a hard bound, after which all that is overdue expires. Single deaths are not affected.
 *
 * <p><b>Concurrency.</b> {@link #update} runs on one thread at a time, that of the sweep; the result is volatile.
 */
final class Preservation {
    private static final double SHARE = 0.15;
    private static final int SMALLEST_SERVICE = 3;

    private final long bound;
    private volatile boolean active;
    private volatile long activations;
    private long activeSince;

    /** @param config with the hard bound; zero for no preservation */
    Preservation(LeaseConfig config) {
        this.bound = config.preservation().toNanos();
    }

    /** Whether nothing in this service expires now. */
    boolean preserves(ServiceEntry entry) {
        return active || entry.isPreserved();
    }

    /** How often it began, for all services together. */
    long activations() {
        return activations;
    }

    /** Counts the leases and decides anew. */
    void update(Collection<ServiceEntry> entries, LeaseTime time) {
        if (bound == 0) {
            return;
        }
        long now = time.now();
        Census all = new Census();
        for (ServiceEntry entry : entries) {
            Census service = entry.census(time, now);
            decide(entry, service, now);
            all.add(service);
        }
        if (active) {
            boolean over = now - activeSince >= bound;
            if (over) {
                entries.forEach(ServiceEntry::forgetExpiries);
            }
            active = !over && all.late > tolerated(all.leases);
        } else if (all.due > 0 && all.losses() > tolerated(all.leases + all.expired)) {
            active = true;
            activeSince = now;
            activations++;
        }
    }

    private void decide(ServiceEntry entry, Census service, long now) {
        if (entry.isPreserved()) {
            boolean over = now - entry.preservedSince() >= bound;
            if (over) {
                entry.forgetExpiries();
            }
            if (over || service.late <= tolerated(service.leases)) {
                entry.preserve(false, now);
            }
        } else if (service.due > 0
                && service.leases + service.expired >= SMALLEST_SERVICE
                && 2 * service.losses() > service.leases + service.expired) {
            entry.preserve(true, now);
        }
    }

    private static long tolerated(long leases) {
        return Math.max(1, (long) (SHARE * leases));
    }

    /** Numbers of leases: all, late, late and about to expire, and expired within the last ttl. */
    static final class Census {
        long leases;
        long late;
        long due;
        long expired;

        private void add(Census other) {
            leases += other.leases;
            late += other.late;
            due += other.due;
            expired += other.expired;
        }

        private long losses() {
            return late + expired;
        }
    }
}
