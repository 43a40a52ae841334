package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot and a policy compiled for picking. Immutable: a pick reads one reference, and then nothing that changes
 * except the statistics.
 */
final class Plan {
    private final PlanInputs inputs;
    private final CompiledRoute[] routes;
    private final List<Pool> rest;
    private final @Nullable Pool first;
    private final Strategy strategy;
    private final StreakLimits limits;
    private final boolean timed;
    private final @Nullable RuntimeException failure;

    /**
     * @param rest the pools for requests that no route decides about: the first is picked from, all are retried in
     * @param failure why the strategy could not be compiled, or null if it could
     */
    Plan(PlanInputs inputs, List<CompiledRoute> routes, List<Pool> rest, @Nullable RuntimeException failure) {
        this.inputs = inputs;
        this.routes = routes.toArray(CompiledRoute[]::new);
        this.rest = List.copyOf(rest);
        this.first = rest.isEmpty() ? null : rest.get(0);
        this.strategy = inputs.policy().strategy();
        this.limits = StreakLimits.of(inputs.policy().outlierDetection());
        this.timed = strategy.timed();
        this.failure = failure;
    }

    /** The same choices for a snapshot with the same instances. */
    Plan confirmedBy(ServiceSnapshot newer) {
        return new Plan(
                new PlanInputs(newer, policy(), inputs.all(), inputs.callers()), List.of(routes), rest, failure);
    }

    /** The route that decides about {@code request}, or null if none does. */
    @Nullable
    CompiledRoute routeFor(RequestContext request) {
        for (CompiledRoute route : routes) {
            if (route.matches(request)) {
                return route;
            }
        }
        return null;
    }

    /** The pool for {@code request}, or null if no instance may take it. */
    @Nullable
    Pool poolFor(RequestContext request) {
        CompiledRoute route = routeFor(request);
        return route == null ? first : route.target().poolFor(request);
    }

    /** The candidate for {@code request}, or null if no instance may take it. */
    @Nullable
    TrackedCandidate pick(RequestContext request) {
        Pool pool = poolFor(request);
        return pool == null ? null : pool.pick(request);
    }

    /**
     * The pools in which a retry looks for an instance that was not tried, in order: where the attempt before was, then
     * as a route falls back. A pool may be listed twice.
     *
     * @param destination the label of the pool from which the attempt before was picked
     */
    List<Pool> poolsForRetry(RequestContext request, String destination) {
        List<Pool> pools = new ArrayList<>();
        for (CompiledRoute route : routes) {
            if (route.matches(request)) {
                route.addPoolsForRetry(destination, pools);
                if (route.route().isStrict()) {
                    return pools;
                }
            }
        }
        pools.addAll(rest);
        return pools;
    }

    /** Why the strategy could not be compiled and candidates are picked at random, or null if it could. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    PlanInputs inputs() {
        return inputs;
    }

    ServiceSnapshot snapshot() {
        return inputs.snapshot();
    }

    ServicePolicy policy() {
        return inputs.policy();
    }

    Strategy strategy() {
        return strategy;
    }

    StreakLimits limits() {
        return limits;
    }

    /** Whether the strategy needs latencies. */
    boolean timed() {
        return timed;
    }
}
