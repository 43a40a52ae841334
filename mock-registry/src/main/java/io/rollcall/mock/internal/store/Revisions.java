package io.rollcall.mock.internal.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;

/**
 * Numbers the changes of all services with one rising counter, and forgets services that have been empty for long.
 *
 * <p>A service without instances keeps its entry, so that its revision stays the one that callers know. Beyond
 * {@value #MAX_EMPTY} of them the one that has been empty longest is forgotten. Its revision becomes the least that an
 * unknown service reports, so no service's revision ever falls.
 *
 * <p><b>Concurrency.</b> A writer holds {@code publishing} shared while it numbers a change and makes it visible, so
 * writers of different services do not wait for each other. A reader of {@link #published()} holds it exclusively for
 * an instant: no writer is between the two steps then, and every change up to that number is visible. The list of empty
 * entries is guarded by this object's monitor. Both locks are taken inside an entry's lock, never around one.
 */
final class Revisions {
    static final int MAX_EMPTY = 10_000;

    private final Map<String, ServiceEntry> entries;
    /** Ordered by how long they have been empty, the longest first. */
    private final Map<String, ServiceEntry> empty = new LinkedHashMap<>();

    private final AtomicLong last = new AtomicLong();
    private final StampedLock publishing = new StampedLock();
    private volatile long forgotten;

    /** @param entries all entries; forgotten services are removed from it */
    Revisions(Map<String, ServiceEntry> entries) {
        this.entries = entries;
    }

    /** Every change up to this number is visible. */
    long published() {
        long stamp = publishing.writeLock();
        try {
            return last.get();
        } finally {
            publishing.unlockWrite(stamp);
        }
    }

    /** The revision of an unknown service. */
    long ofUnknown() {
        return forgotten;
    }

    /** Numbers the change that was made to the entry, and makes it visible. Under the entry's lock. */
    void publish(ServiceEntry entry) {
        number(entry);
        if (entry.isEmpty()) {
            listAsEmpty(entry);
        }
    }

    private void number(ServiceEntry entry) {
        long stamp = publishing.readLock();
        try {
            entry.publishedAs(last.incrementAndGet());
        } finally {
            publishing.unlockRead(stamp);
        }
    }

    private synchronized void listAsEmpty(ServiceEntry entry) {
        empty.put(entry.name(), entry);
        if (empty.size() > MAX_EMPTY) {
            forgetLongestEmpty();
        }
    }

    /**
     * Takes an empty entry back into use: it is not forgotten before it is empty again. Under the entry's lock.
     *
     * @return false if it is forgotten already
     */
    synchronized boolean revive(ServiceEntry entry) {
        empty.remove(entry.name(), entry);
        return entries.get(entry.name()) == entry;
    }

    /** Gives back a revived entry that is still empty. Under the entry's lock. */
    synchronized void abandon(ServiceEntry entry) {
        if (entry.isPublished()) {
            listAsEmpty(entry);
        } else {
            entries.remove(entry.name(), entry);
        }
    }

    private void forgetLongestEmpty() {
        Iterator<ServiceEntry> longest = empty.values().iterator();
        ServiceEntry entry = longest.next();
        longest.remove();
        forgotten = Math.max(forgotten, entry.revision());
        entries.remove(entry.name(), entry);
    }
}
