package io.rollcall.mock.internal.push;

import io.rollcall.mock.internal.store.ChangeListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Knows who subscribed to what, and wakes subscribers when their service changes. Safe for use by several threads.
 *
 * <p><b>Concurrency.</b> Waking only marks a subscriber and hands a task to its connection's own thread, so a change
 * costs its maker the same whether its subscribers read or not.
 */
public final class PushHub implements ChangeListener {
    private final ConcurrentHashMap<String, Set<Subscriber>> byService = new ConcurrentHashMap<>();
    private final Set<Subscriber> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger places = new AtomicInteger();
    private final int maxSubscribers;

    /**
     * A hub without subscribers.
     *
     * @param maxSubscribers how many it takes
     */
    public PushHub(int maxSubscribers) {
        this.maxSubscribers = maxSubscribers;
    }

    /** Reserves a place for a subscriber; false if all are taken. */
    public boolean reserve() {
        if (places.incrementAndGet() > maxSubscribers) {
            places.decrementAndGet();
            return false;
        }
        return true;
    }

    /** How many subscribers there may be. */
    public int maxSubscribers() {
        return maxSubscribers;
    }

    /** How many subscribers there are. */
    public int subscribers() {
        return all.size();
    }

    /**
     * Adds a subscriber, for whom a place was reserved, and sends it what it does not have yet; on its own I/O thread.
     */
    public void add(Subscriber subscriber) {
        all.add(subscriber);
        for (String service : subscriber.services()) {
            byService.compute(service, (name, others) -> {
                Set<Subscriber> set = others == null ? ConcurrentHashMap.newKeySet(2) : others;
                set.add(subscriber);
                return set;
            });
        }
        subscriber.begin(() -> remove(subscriber));
    }

    @Override
    public void changed(String serviceName) {
        Set<Subscriber> concerned = byService.get(serviceName);
        if (concerned != null) {
            concerned.forEach(Subscriber::wake);
        }
    }

    /** Shows every subscriber that the registry is alive, and cuts those that have stopped reading. */
    public void beat() {
        all.forEach(Subscriber::beat);
    }

    /** Ends all subscriptions. */
    public void endAll() {
        all.forEach(Subscriber::end);
    }

    private void remove(Subscriber subscriber) {
        if (!all.remove(subscriber)) {
            return;
        }
        places.decrementAndGet();
        for (String service : subscriber.services()) {
            byService.computeIfPresent(service, (name, others) -> {
                others.remove(subscriber);
                return others.isEmpty() ? null : others;
            });
        }
    }
}
