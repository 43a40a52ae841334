package io.rollcall.loadbalancer;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A place for one object that somebody else knows the type of.
 *
 * <p><em>Concurrency:</em> any thread reads; the object is made under this object's monitor.
 */
final class Slot {
    private volatile @Nullable Object held;

    /** What is held, or what {@code initial} makes if nothing of this type is. */
    <T> T of(Class<T> type, Supplier<T> initial) {
        Object known = held;
        return type.isInstance(known) ? type.cast(known) : made(type, initial);
    }

    private synchronized <T> T made(Class<T> type, Supplier<T> initial) {
        Object known = held;
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        T made = initial.get();
        held = made;
        return made;
    }
}
