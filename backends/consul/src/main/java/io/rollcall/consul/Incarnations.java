package io.rollcall.consul;

import io.rollcall.registry.ServiceView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells one life of Consul's data from the next. An index rises with each change of a service and never falls, unless
 * the data began anew: an agent without a data directory restarted, a snapshot was restored. Consul does not name its
 * lives, so they are counted here, for each service: the first is {@code ""}, then {@code "1"}, {@code "2"}.
 *
 * <p>A server that lags behind falls too, for a moment. So a fall is only a doubt, until a consistent read, asked after
 * it, has fallen as well.
 *
 * <p>Threadsafe. Holds the services that were asked for last, {@value #MAX_SERVICES} at most.
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

    /** How far a service has come: the highest index in its present life. */
    record Mark(int life, long index) {
        private static final Mark NONE = new Mark(0, 0);

        private String incarnation() {
            return life == 0 ? "" : Integer.toString(life);
        }

        private Mark raisedTo(long other) {
            return new Mark(life, Math.max(index, other));
        }
    }

    /** What is known of {@code service} now. To be noted before a question is asked. */
    synchronized Mark of(String service) {
        return marks.getOrDefault(service, Mark.NONE);
    }

    /** The same, after learning from a view that another agent's backend may have told. */
    synchronized Mark of(String service, @Nullable ServiceView known) {
        if (known != null) {
            int life = lifeOf(known.incarnation());
            Mark mark = marks.get(service);
            if (mark == null || life > mark.life) {
                marks.put(service, new Mark(life, known.revision()));
            } else if (life == mark.life) {
                marks.put(service, mark.raisedTo(known.revision()));
            }
        }
        return of(service);
    }

    private static int lifeOf(String incarnation) {
        return incarnation.matches("[0-9]{1,9}") ? Integer.parseInt(incarnation) : 0;
    }

    /**
     * The life that an answer is of.
     *
     * @param before what was known before the question
     * @param consistent whether the question was for a consistent answer
     * @return the incarnation, or null in doubt: ask again, consistently
     */
    @Nullable
    synchronized String incarnation(String service, long index, Mark before, boolean consistent) {
        Mark now = of(service);
        boolean fell = index < before.index;
        if (fell && !consistent) {
            return null;
        }
        if (now.life != before.life) {
            // Another answer has found the new life meanwhile: this one fell into it, or is of the one before.
            return fell ? now.incarnation() : before.incarnation();
        }
        Mark after = fell ? new Mark(now.life + 1, index) : now.raisedTo(index);
        marks.put(service, after);
        return after.incarnation();
    }
}
