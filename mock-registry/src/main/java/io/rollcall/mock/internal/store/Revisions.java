package io.rollcall.mock.internal.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;

/**
 * Numbers the changes of all services with one rising counter, and forgets services that have been empty for long.
 *
 * <p>A service without instances keeps its entry, so that its revision stays what callers know; beyond
 * {@value #MAX_EMPTY} of them the one that has been empty longest goes. Its revision becomes the least that an unknown
 * service reports, so that no service's revision ever falls.
 *
 * <p><b>Concurrency.</b> To number a change and to show it, a writer holds {@code shown} shared: writers of different
 * services do not wait for each other. Whoever reads {@link #published()} holds it alone for an instant, so nobody is
 * between the two, and sees every change up to that number. Entries that are or become empty are listed under this
 * object's lock. Both are taken inside an entry's lock, never around one.
 */
final class Revisions {
    static final int MAX_EMPTY = 10_000;

    private final Map<String, ServiceEntry> entries;
    private final Map<String, ServiceEntry> empty = new LinkedHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final StampedLock shown = new StampedLock();
    private volatile long forgotten;

    /** @param entries where a forgotten service is removed from */
    Revisions(Map<String, ServiceEntry> entries) {
        this.entries = entries;
    }

    /** Every change up to this number can be seen. */
    long published() {
        long stamp = shown.writeLock();
        try {
            return last.get();
        } finally {
            shown.unlockWrite(stamp);
        }
    }

    /** The revision of a service that is not known. */
    long ofUnknown() {
        return forgotten;
    }

    /** Gives the entry's change a number and shows it; to be called under the entry's lock, with the change made. */
    void publish(ServiceEntry entry) {
        number(entry);
        if (entry.leases.isEmpty() || entry.listedEmpty) {
            list(entry);
        }
    }

    private void number(ServiceEntry entry) {
        long stamp = shown.readLock();
        try {
            entry.everPublished = true;
            entry.revision = last.incrementAndGet();
        } finally {
            shown.unlockRead(stamp);
        }
    }

    /** Empty entries are listed by how long they have been so, the longest first. */
    private synchronized void list(ServiceEntry entry) {
        empty.remove(entry.name);
        entry.listedEmpty = entry.leases.isEmpty();
        if (entry.listedEmpty) {
            empty.put(entry.name, entry);
            forgetLongestEmpty();
        }
    }

    /**
     * Takes the entry back into use: it will not be forgotten before its next {@link #publish}. False if it is too
     * late.
     */
    synchronized boolean revive(ServiceEntry entry) {
        if (entry.retired) {
            return false;
        }
        empty.remove(entry.name);
        entry.listedEmpty = false;
        return true;
    }

    /** Drops an entry that never came to hold anything, or puts it back among the empty ones. */
    synchronized void abandon(ServiceEntry entry) {
        if (entry.everPublished) {
            list(entry);
        } else {
            retire(entry);
        }
    }

    private void forgetLongestEmpty() {
        if (empty.size() > MAX_EMPTY) {
            Iterator<ServiceEntry> longest = empty.values().iterator();
            ServiceEntry entry = longest.next();
            longest.remove();
            forgotten = Math.max(forgotten, entry.revision);
            retire(entry);
        }
    }

    private void retire(ServiceEntry entry) {
        entry.retired = true;
        entries.remove(entry.name, entry);
    }
}
