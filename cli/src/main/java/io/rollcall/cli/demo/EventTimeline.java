package io.rollcall.cli.demo;

import io.rollcall.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happened to instances, and when the caller observed it.
 *
 * <p><em>Concurrency:</em> everything is guarded by this object's monitor; only the first observation of an event
 * counts.
 */
final class EventTimeline {
    static final String KILLED = "killed";
    static final String DRAINED = "drained";
    static final String JOINED = "joined";

    private final TimeSource time;
    private final List<Event> events = new ArrayList<>();
    private final CountDownLatch all;

    /** A timeline of {@code expected} events. */
    EventTimeline(int expected, TimeSource time) {
        this.all = new CountDownLatch(expected);
        this.time = time;
    }

    /** Records an event that happens now. */
    synchronized void record(String what, String instance) {
        events.add(new Event(what, instance, time.nanoTime()));
    }

    /** The caller observes an event now. Ignored if there was none, or it was observed before. */
    synchronized void observe(String what, String instance, String how) {
        for (Event event : events) {
            if (event.what.equals(what) && event.instance.equals(instance) && event.seenBy == null) {
                event.seenBy = how;
                event.seenNanos = time.nanoTime();
                all.countDown();
            }
        }
    }

    /** Whether the death of {@code instance} had been observed before a call that began at {@code startNanos}. */
    synchronized boolean wasSeenDead(String instance, long startNanos) {
        return events.stream()
                .anyMatch(event -> event.what.equals(KILLED)
                        && event.instance.equals(instance)
                        && event.seenBy != null
                        && startNanos - event.seenNanos > 0);
    }

    /** Waits until all events were observed, at most {@code seconds}. */
    void await(int seconds) throws InterruptedException {
        all.await(seconds, TimeUnit.SECONDS);
    }

    /** The events in the order in which they happened. */
    synchronized List<Observation> list() {
        return events.stream().map(Event::observation).toList();
    }

    /**
     * One event.
     *
     * @param what happened
     * @param instance the instance's id
     * @param seenAfterMillis the time until the caller observed it, or null if it never did
     * @param seenBy how it was observed: by a push, or by failed calls
     */
    record Observation(
            String what,
            String instance,
            @Nullable Double seenAfterMillis,
            @Nullable String seenBy) {
        boolean seen() {
            return seenBy != null;
        }

        String after() {
            return seenAfterMillis == null ? "never" : seenAfterMillis + " ms";
        }

        String through() {
            return seenBy == null ? "-" : seenBy;
        }
    }

    private static final class Event {
        private final String what;
        private final String instance;
        private final long atNanos;
        private long seenNanos;
        private @Nullable String seenBy;

        Event(String what, String instance, long atNanos) {
            this.what = what;
            this.instance = instance;
            this.atNanos = atNanos;
        }

        Observation observation() {
            Double millis = seenBy == null ? null : Math.round((seenNanos - atNanos) / 1e5) / 10.0;
            return new Observation(what, instance, millis, seenBy);
        }
    }
}
