package io.rollcall.loadbalancer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What must survive from plan to plan, such as positions, each under the label of its pool or route. Bounded by the
 * policy: labels come from its routes, and a new policy begins with a new memory for what it names differently.
 *
 * <p><em>Concurrency:</em> written while a plan is compiled, under the balancer's lock; the kept objects themselves are
 * threadsafe.
 */
final class Memory {
    private final Map<String, Object> kept = new ConcurrentHashMap<>();

    <T> T keep(String label, Class<T> type, Supplier<T> initial) {
        return type.cast(kept.compute(
                label + '/' + type.getName(), (key, known) -> type.isInstance(known) ? known : initial.get()));
    }
}
