package io.rollcall.mock.internal.push;

import io.rollcall.mock.internal.store.ChangeListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The subscribers of each service, which are woken when the service changes. Threadsafe.
 *
 * <p><b>Concurrency.</b> Waking only marks a subscriber and passes a task to its connection's own thread, so a change
 * costs the writer the same whether the subscribers read or not.
 */
public final class PushHub implements ChangeListener {
    private final ConcurrentHashMap<String, Set<Subscriber>> byService = new ConcurrentHashMap<>();
    private final Set<Subscriber> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reserved = new AtomicInteger();
    private final int maxSubscribers;

    /**
     * A hub without subscribers.
     *
     * @param maxSubscribers the most subscribers
     */
    public PushHub(int maxSubscribers) {
        this.maxSubscribers = maxSubscribers;
    }

    /** Reserves a place for a subscriber; false if all are taken. */
    public boolean reserve() {
        if (reserved.incrementAndGet() > maxSubscribers) {
            reserved.decrementAndGet();
            return false;
        }
        return true;
    }

    /** The most subscribers. */
    public int maxSubscribers() {
        return maxSubscribers;
    }

    /** The number of subscribers. */
    public int subscribers() {
        return all.size();
    }

    /**
     * Adds a subscriber, for which a place was reserved, and sends it the snapshots it does not have yet. To be called
     * on its I/O thread.
     */
    public void add(Subscriber subscriber) {
        all.add(subscriber);
        for (String service : subscriber.services()) {
            byService.compute(service, (name, known) -> {
                Set<Subscriber> set = known == null ? ConcurrentHashMap.newKeySet(2) : known;
                set.add(subscriber);
                return set;
            });
        }
        subscriber.start(() -> remove(subscriber));
    }

    @Override
    public void changed(String serviceName) {
        Set<Subscriber> subscribers = byService.get(serviceName);
        if (subscribers != null) {
            subscribers.forEach(Subscriber::wake);
        }
    }

    /** Sends a comment on every quiet stream, and closes the streams that are no longer read. */
    public void keepAlive() {
        all.forEach(Subscriber::keepAlive);
    }

    /** Ends all subscriptions. */
    public void endAll() {
        all.forEach(Subscriber::end);
    }

    private void remove(Subscriber subscriber) {
        if (!all.remove(subscriber)) {
            return;
        }
        reserved.decrementAndGet();
        for (String service : subscriber.services()) {
            byService.computeIfPresent(service, (name, known) -> {
                known.remove(subscriber);
                return known.isEmpty() ? null : known;
            });
        }
    }
}
