package io.rollcall.internal.http;

import io.rollcall.loadbalancer.Selection;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The responses whose body is not complete. One that its caller dropped without closing it would be in flight for ever;
 * here it ends when its call is unreachable, as OkHttp gives up the connection of such a call.
 *
 * <p><em>Concurrency:</em> threadsafe. The garbage collector finds those that were dropped; the next attempt of any
 * call ends them.
 */
final class OpenResponses {
    private final Set<Entry> open = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Attempt> dropped = new ReferenceQueue<>();

    /** The response to {@code attempt} began; {@code selection} is in flight until it is {@link #end ended}. */
    Entry begin(Attempt attempt, Selection selection) {
        Entry entry = new Entry(attempt, dropped, selection);
        open.add(entry);
        return entry;
    }

    void end(Entry entry) {
        open.remove(entry);
    }

    /** Ends those that were dropped. */
    void endDropped() {
        for (Reference<?> next = dropped.poll(); next != null; next = dropped.poll()) {
            Entry entry = (Entry) next;
            end(entry);
            entry.selection.close();
        }
    }

    /** Refers to the selection but not to the attempt, which the call holds. */
    static final class Entry extends PhantomReference<Attempt> {
        private final Selection selection;

        private Entry(Attempt attempt, ReferenceQueue<Attempt> dropped, Selection selection) {
            super(attempt, dropped);
            this.selection = selection;
        }
    }
}
