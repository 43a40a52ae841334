package io.rollcall.mock.internal.push;

import io.rollcall.mock.internal.store.InstanceStore;
import io.rollcall.mock.internal.store.Snapshot;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Determines the next snapshot for a subscriber. The revisions that it receives only rise, and a subscriber that
 * resumes after the last one has missed nothing.
 *
 * <p>A pass reads the registry's revision W first and then each service's revision. Every change up to W is visible by
 * then, so the services that changed since they were last sent, up to W, are sent in the order of their revisions. A
 * change during the pass has a revision above W and is left to the next pass; the older state of that service is
 * skipped. Between two events only numbers are kept.
 *
 * <p>Not threadsafe.
 */
final class EventCursor {
    private final InstanceStore store;
    private final List<String> services;
    private final long[] sent;
    private Due[] due = {};
    private int next;

    /**
     * A cursor at its beginning.
     *
     * @param services the subscription
     * @param since the last revision that the subscriber has; -1 if it has none
     */
    EventCursor(InstanceStore store, List<String> services, long since) {
        this.store = store;
        this.services = services;
        this.sent = new long[services.size()];
        Arrays.fill(sent, since);
    }

    /** The next snapshot to send, or null if the subscriber is up to date. */
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
            startPass();
        } while (due.length > 0);
        return null;
    }

    /** Returns a snapshot that could not be sent: its service, if it has not changed since, is due again. */
    void repeat(Snapshot snapshot) {
        int service = services.indexOf(snapshot.serviceName());
        sent[service] = Math.min(sent[service], snapshot.revision() - 1);
        due = new Due[0];
        next = 0;
    }

    private void startPass() {
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
