package io.rollcall.loadbalancer;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A place for one object whose type its owner knows.
 *
 * <p><em>Concurrency:</em> any thread reads; the object is made under this object's monitor.
 */
final class Slot {
    private volatile @Nullable Object held;

    /** The object held, or one made by {@code initial} if none of this type is held. */
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
