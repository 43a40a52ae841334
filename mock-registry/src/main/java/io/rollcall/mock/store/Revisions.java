package io.rollcall.mock.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers the changes of all services with one rising counter, and forgets services that have been empty for long.
 *
 * <p>A service without instances keeps its entry, so that its revision stays what callers know; beyond
 * {@value #MAX_EMPTY} of them the one that has been empty longest goes. Its revision becomes the least that an unknown
 * service reports, so that no service's revision ever falls.
 *
 * <p><b>Concurrency.</b> One lock for the whole registry, held for a few instructions: it couples taking a number with
 * showing it. Whoever has read {@link #published()} therefore sees every change up to that number. Taken inside an
 * entry's lock, never around one.
 */
final class Revisions {
    static final int MAX_EMPTY = 10_000;

    private final Map<String, ServiceEntry> entries;
    private final Map<String, ServiceEntry> empty = new LinkedHashMap<>();
    private volatile long published;
    private volatile long forgotten;

    /** @param entries where a forgotten service is removed from */
    Revisions(Map<String, ServiceEntry> entries) {
        this.entries = entries;
    }

    /** Every change up to this number can be seen. */
    long published() {
        return published;
    }

    /** The revision of a service that is not known. */
    long ofUnknown() {
        return forgotten;
    }

    /** Gives the entry's change a number and shows it; to be called under the entry's lock, with the change made. */
    synchronized void publish(ServiceEntry entry) {
        long number = published + 1;
        entry.everPublished = true;
        entry.revision = number;
        published = number;
        empty.remove(entry.name);
        if (entry.leases.isEmpty()) {
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
        return true;
    }

    /** Drops an entry that never came to hold anything, or puts it back among the empty ones. */
    synchronized void abandon(ServiceEntry entry) {
        if (entry.everPublished) {
            empty.put(entry.name, entry);
            forgetLongestEmpty();
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
