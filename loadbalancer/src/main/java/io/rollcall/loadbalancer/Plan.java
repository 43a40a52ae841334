package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot and a policy compiled for picking. Immutable: a pick reads one reference, and then nothing that changes
 * except the statistics.
 */
final class Plan {
    /** A route with its target; {@code number} counts the policy's routes from 1. */
    record CompiledRoute(int number, Route route, RouteTarget target) {
        boolean matches(RequestContext request) {
            RequestMatch condition = route.condition();
            return condition == null || condition.matches(request);
        }
    }

    private final PlanInputs inputs;
    private final CompiledRoute[] routes;
    private final @Nullable Pool rest;
    private final Strategy strategy;
    private final StreakLimits limits;
    private final boolean timed;

    Plan(PlanInputs inputs, List<CompiledRoute> routes, @Nullable Pool rest) {
        this.inputs = inputs;
        this.routes = routes.toArray(CompiledRoute[]::new);
        this.rest = rest;
        this.strategy = inputs.policy().strategy();
        this.limits = StreakLimits.of(inputs.policy().outlierDetection());
        this.timed = strategy.timed();
    }

    /** The same choices for a snapshot with the same instances. */
    Plan confirmedBy(ServiceSnapshot newer) {
        return new Plan(new PlanInputs(newer, policy(), inputs.all(), inputs.callers()), List.of(routes), rest);
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
        return route == null ? rest : route.target().poolFor(request);
    }

    /** The candidate for {@code request}, or null if no instance may take it. */
    @Nullable
    TrackedCandidate pick(RequestContext request) {
        Pool pool = poolFor(request);
        return pool == null ? null : pool.picker().pick(request);
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
