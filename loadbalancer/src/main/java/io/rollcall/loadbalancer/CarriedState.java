package io.rollcall.loadbalancer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * State that survives from plan to plan, such as positions, each under the label of its pool or route. Bounded by the
 * policy: labels come from its routes, and a new policy starts with a {@linkplain #successor() successor}, which takes
 * over what is requested again and drops the rest.
 *
 * <p><em>Concurrency:</em> used while a plan is compiled, under the balancer's lock; the kept objects themselves are
 * threadsafe.
 */
final class CarriedState {
    private final Map<String, Object> kept = new HashMap<>();
    private final Map<String, Object> before;

    CarriedState() {
        this(Map.of());
    }

    private CarriedState(Map<String, Object> before) {
        this.before = before;
    }

    <T> T keep(String label, Class<T> type, Supplier<T> initial) {
        String key = label + '/' + type.getName();
        Object known = kept.getOrDefault(key, before.get(key));
        T value = type.isInstance(known) ? type.cast(known) : initial.get();
        kept.put(key, value);
        return value;
    }

    /** A state that keeps only what is requested from it again. */
    CarriedState successor() {
        return new CarriedState(kept);
    }
}
