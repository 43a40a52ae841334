package io.rollcall.mock.internal.push;

import io.rollcall.mock.clock.RegistryClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory of responses and events that clients have not read yet. Bytes that several clients share count
 * once. Where there is no room, the connections that have been reading for longest are closed, unless all have only
 * begun.
 *
 * <p><b>Concurrency.</b> Threadsafe; everything is guarded by this object's monitor, and connections are closed outside
 * of it.
 */
public final class UnsentBytes {
    private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();
    /** Smaller ones are not worth counting. */
    private static final int SMALL = 4 * 1024;

    private final RegistryClock clock;
    private final long maximum;
    private final Map<byte[], Integer> shares = new IdentityHashMap<>();
    private final Set<Hold> holds = new LinkedHashSet<>();
    private long total;

    /** @param maximum the most bytes */
    public UnsentBytes(RegistryClock clock, long maximum) {
        this.clock = clock;
        this.maximum = maximum;
    }

    /** The most bytes. */
    public long maximum() {
        return maximum;
    }

    /** The bytes that are held now. */
    public synchronized long total() {
        return total;
    }

    /**
     * Holds bytes until they are sent.
     *
     * @param abort closes the client's connection; runs on any thread
     * @return to be released when they are sent; null if there is no room now
     */
    public @Nullable Hold hold(byte[] bytes, Runnable abort) {
        Hold hold = new Hold(bytes, abort, clock.nanos());
        if (bytes.length < SMALL) {
            return hold;
        }
        List<Hold> slow;
        boolean held;
        synchronized (this) {
            slow = roomFor(hold);
            held = shares.containsKey(bytes) || total + bytes.length <= maximum;
            if (held) {
                add(hold);
            }
        }
        slow.forEach(each -> each.abort.run());
        return held ? hold : null;
    }

    private List<Hold> roomFor(Hold wanted) {
        List<Hold> slow = new ArrayList<>();
        Iterator<Hold> longest = holds.iterator();
        while (!shares.containsKey(wanted.bytes) && total + wanted.bytes.length > maximum && longest.hasNext()) {
            Hold candidate = longest.next();
            if (wanted.since - candidate.since < SLOW_NANOS) {
                break;
            }
            longest.remove();
            unshare(candidate);
            slow.add(candidate);
        }
        return slow;
    }

    private void add(Hold hold) {
        holds.add(hold);
        if (shares.merge(hold.bytes, 1, Integer::sum) == 1) {
            total += hold.bytes.length;
        }
    }

    private void unshare(Hold hold) {
        if (shares.merge(hold.bytes, -1, Integer::sum) == 0) {
            shares.remove(hold.bytes);
            total -= hold.bytes.length;
        }
    }

    /** Bytes that one client has not read yet. */
    public final class Hold {
        private final byte[] bytes;
        private final Runnable abort;
        private final long since;

        private Hold(byte[] bytes, Runnable abort, long since) {
            this.bytes = bytes;
            this.abort = abort;
            this.since = since;
        }

        /** The client has read them, or is gone. Calling it again does nothing. */
        public void release() {
            synchronized (UnsentBytes.this) {
                if (holds.remove(this)) {
                    unshare(this);
                }
            }
        }
    }
}
