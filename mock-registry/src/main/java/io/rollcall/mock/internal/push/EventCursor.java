package io.rollcall.mock.internal.push;

import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.Snapshot;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which snapshot a subscriber gets next, so that the revisions it sees only rise and a subscriber that comes
 * back with the last one has missed nothing.
 *
 * <p>A round looks at the registry's revision W first and at each service's after that. Every change up to W can be
 * seen by then, so the services that changed since they were last sent, up to W, can go out in the order of their
 * revisions. What changes during the round has a revision above W and waits for the next one; its older state is
 * skipped. Between two events nothing is kept but numbers.
 *
 * <p>Not safe for use by several threads.
 */
final class EventCursor {
    private final InstanceStore store;
    private final List<String> services;
    private final long[] sent;
    private Due[] due = {};
    private int next;

    /**
     * A subscriber's view.
     *
     * @param services what it subscribed to
     * @param since the last revision that it has; -1 if it has none
     */
    EventCursor(InstanceStore store, List<String> services, long since) {
        this.store = store;
        this.services = services;
        this.sent = new long[services.size()];
        Arrays.fill(sent, since);
    }

    /** The next snapshot to send, or null if the subscriber has seen everything. */
    @Nullable
    Snapshot next() {
        do {
            while (next < due.length) {
                Due candidate = due[next++];
                Snapshot snapshot = store.snapshot(services.get(candidate.service));
                if (snapshot.revision() == candidate.revision) {
                    sent[candidate.service] = candidate.revision;
                    return snapshot;
                }
            }
            begin();
        } while (due.length > 0);
        return null;
    }

    private void begin() {
        long watermark = store.revision();
        Due[] found = new Due[services.size()];
        int count = 0;
        for (int service = 0; service < found.length; service++) {
            long revision = store.revision(services.get(service));
            if (revision > sent[service] && revision <= watermark) {
                found[count++] = new Due(service, revision);
            }
        }
        due = Arrays.copyOf(found, count);
        Arrays.sort(due);
        next = 0;
    }

    private record Due(int service, long revision) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(revision, other.revision);
        }
    }
}
