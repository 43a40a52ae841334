package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.weight.PaddedCounter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the calls to one instance have told. Lives from the first snapshot that has the instance to the first that has
 * not.
 *
 * <p><em>Concurrency:</em> any thread begins and ends calls; the number in flight moves by atomic adds and is exact
 * once they are done.
 */
final class CandidateStats {
    private final PaddedCounter inFlight = new PaddedCounter(0);
    private volatile @Nullable Object memory;

    int inFlight() {
        return inFlight.get();
    }

    void began() {
        inFlight.getAndAdd(1);
    }

    void ended() {
        inFlight.getAndAdd(-1);
    }

    <T> T memory(Class<T> type, Supplier<T> initial) {
        Object known = memory;
        return type.isInstance(known) ? type.cast(known) : remember(type, initial);
    }

    private synchronized <T> T remember(Class<T> type, Supplier<T> initial) {
        Object known = memory;
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        T made = initial.get();
        memory = made;
        return made;
    }
}
