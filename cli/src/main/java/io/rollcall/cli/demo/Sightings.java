package io.rollcall.cli.demo;

import io.rollcall.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happened to instances, and when the caller knew.
 *
 * <p><em>Concurrency:</em> events are written by the demo's director and by whoever sees them, all under this object's
 * monitor; only the first sighting counts.
 */
final class Sightings {
    static final String KILLED = "killed";
    static final String DRAINED = "drained";
    static final String JOINED = "joined";

    private final TimeSource time;
    private final List<Event> events = new ArrayList<>();
    private final CountDownLatch all;

    /** For {@code expected} events. */
    Sightings(int expected, TimeSource time) {
        this.all = new CountDownLatch(expected);
        this.time = time;
    }

    /** It happens now. */
    synchronized void happens(String what, String instance) {
        events.add(new Event(what, instance, time.nanoTime()));
    }

    /** The caller knows of it from now on. Nothing if it did not happen, or was seen before. */
    synchronized void seen(String what, String instance, String how) {
        for (Event event : events) {
            if (event.what.equals(what) && event.instance.equals(instance) && event.seenBy == null) {
                event.seenBy = how;
                event.seenNanos = time.nanoTime();
                all.countDown();
            }
        }
    }

    /** Whether a call that began at {@code startNanos} began when it was known that {@code instance} is dead. */
    synchronized boolean knownDead(String instance, long startNanos) {
        return events.stream()
                .anyMatch(event -> event.what.equals(KILLED)
                        && event.instance.equals(instance)
                        && event.seenBy != null
                        && startNanos - event.seenNanos > 0);
    }

    /** Waits until all were seen, but not longer than {@code seconds}. */
    void await(int seconds) throws InterruptedException {
        all.await(seconds, TimeUnit.SECONDS);
    }

    /** What is known of each event, in the order in which they happened. */
    synchronized List<Sighting> list() {
        return events.stream().map(Event::sighting).toList();
    }

    /**
     * One event.
     *
     * @param what happened
     * @param instance to whom
     * @param seenAfterMillis how long it took until the caller knew, or null if it never did
     * @param seenBy how it knew: it was told by a push, or its own calls failed
     */
    record Sighting(
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

        Sighting sighting() {
            Double millis = seenBy == null ? null : Math.round((seenNanos - atNanos) / 1e5) / 10.0;
            return new Sighting(what, instance, millis, seenBy);
        }
    }
}
