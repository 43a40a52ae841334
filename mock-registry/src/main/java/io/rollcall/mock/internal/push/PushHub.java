package io.rollcall.mock.internal.push;

import io.rollcall.mock.internal.store.ChangeListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The subscribers of each service, which are woken when the service changes. Threadsafe.
 *
 * <p><b>Concurrency.</b> Waking only marks a subscriber and passes a task to its connection's own thread, so a change
 * costs the writer the same whether the subscribers read or not.
 */
public final class PushHub implements ChangeListener {
    private static final long SUBSCRIBER_BYTES = 2_048;
    private static final long SERVICE_BYTES = 400;
    /** As the parser has it, as the text of each part, and in the collections of Undertow. */
    private static final long HEAD_COPIES = 3;

    private final ConcurrentHashMap<String, Set<Subscriber>> byService = new ConcurrentHashMap<>();
    private final Set<Subscriber> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reserved = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final int maxSubscribers;
    private final long maxBytes;

    /**
     * A hub without subscribers.
     *
     * @param maxSubscribers the most subscribers
     * @param maxBytes the most memory for their subscriptions
     */
    public PushHub(int maxSubscribers, long maxBytes) {
        this.maxSubscribers = maxSubscribers;
        this.maxBytes = maxBytes;
    }

    /** Whether a place was reserved, or else the bound that is reached. */
    public enum Reservation {
        /** A place was reserved. */
        DONE,
        /** There are as many subscribers as there may be. */
        TOO_MANY,
        /** Their subscriptions take as much memory as they may. */
        TOO_LARGE
    }

    /** Reserves a place for a subscriber that takes so much memory. */
    public Reservation reserve(long memory) {
        if (reserved.incrementAndGet() > maxSubscribers) {
            reserved.decrementAndGet();
            return Reservation.TOO_MANY;
        }
        if (bytes.addAndGet(memory) > maxBytes) {
            bytes.addAndGet(-memory);
            reserved.decrementAndGet();
            return Reservation.TOO_LARGE;
        }
        return Reservation.DONE;
    }

    /**
     * The memory of a subscription, an estimate that is rather too high: with a service's entry in the index even if it
     * is shared.
     *
     * @param headBytes the size of the request's head, which the connection keeps
     */
    public static long memory(List<String> services, long headBytes) {
        return SUBSCRIBER_BYTES
                + HEAD_COPIES * headBytes
                + services.stream()
                        .mapToLong(name -> SERVICE_BYTES + name.length())
                        .sum();
    }

    /** The memory that subscriptions take, about. */
    public long bytes() {
        return bytes.get();
    }

    /** The most memory for subscriptions. */
    public long maxBytes() {
        return maxBytes;
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
        bytes.addAndGet(-subscriber.memory());
        for (String service : subscriber.services()) {
            byService.computeIfPresent(service, (name, known) -> {
                known.remove(subscriber);
                return known.isEmpty() ? null : known;
            });
        }
    }
}
