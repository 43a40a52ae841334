package io.rollcall.consul;

import io.rollcall.registry.ServiceView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes the incarnations of Consul's data. An index rises with each change of a service and never falls, unless
 * the data was replaced: an agent without a data directory has restarted, or a snapshot was restored. Consul has no id
 * for that, so incarnations are counted here for each service: {@code ""}, then {@code "1"}, {@code "2"}.
 *
 * <p>A server that lags behind returns a lower index too. So a fall has to be confirmed by a consistent read that
 * follows it.
 *
 * <p>Threadsafe. Keeps the most recently queried services, at most {@value #MAX_SERVICES}.
 */
final class Incarnations {
    private static final int MAX_SERVICES = 10_000;

    private final Map<String, Mark> marks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Mark> eldest) {
            return size() > MAX_SERVICES;
        }
    };

    /** The highest known index of a service in its present incarnation. */
    record Mark(int incarnation, long index) {
        private static final Mark NONE = new Mark(0, 0);

        private String id() {
            return incarnation == 0 ? "" : Integer.toString(incarnation);
        }

        private Mark raisedTo(long other) {
            return new Mark(incarnation, Math.max(index, other));
        }
    }

    /** What is known of {@code service} now. To be read before a query is sent. */
    synchronized Mark of(String service) {
        return marks.getOrDefault(service, Mark.NONE);
    }

    /** The same, updated from a view that may come from another agent's backend. */
    synchronized Mark of(String service, @Nullable ServiceView known) {
        if (known != null) {
            int incarnation = numberOf(known.incarnation());
            Mark mark = marks.get(service);
            if (mark == null || incarnation > mark.incarnation) {
                marks.put(service, new Mark(incarnation, known.revision()));
            } else if (incarnation == mark.incarnation) {
                marks.put(service, mark.raisedTo(known.revision()));
            }
        }
        return of(service);
    }

    private static int numberOf(String incarnation) {
        return incarnation.matches("[0-9]{1,9}") ? Integer.parseInt(incarnation) : 0;
    }

    /**
     * The incarnation of a response.
     *
     * @param before what was known before the query
     * @param consistent whether it was a consistent query
     * @return the incarnation, or null if a consistent query has to decide
     */
    @Nullable
    synchronized String incarnation(String service, long index, Mark before, boolean consistent) {
        Mark now = of(service);
        boolean fell = index < before.index;
        if (fell && !consistent) {
            return null;
        }
        if (now.incarnation != before.incarnation) {
            // Another response has found the new incarnation meanwhile: this one belongs to it, or to the one before.
            return fell ? now.id() : before.id();
        }
        Mark after = fell ? new Mark(now.incarnation + 1, index) : now.raisedTo(index);
        marks.put(service, after);
        return after.id();
    }
}
