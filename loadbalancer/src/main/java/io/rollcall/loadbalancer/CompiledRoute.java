package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.model.RequestContext;
import java.util.List;
import java.util.stream.Stream;

/**
 * A route with its target. Immutable.
 *
 * @param number counts the policy's routes from 1
 * @param target where its requests go
 * @param destinations the pools of its destinations that have an instance to use
 * @param fallbacks the pools of its fallbacks that have an instance to use, in order
 */
record CompiledRoute(int number, Route route, RouteTarget target, List<Pool> destinations, List<Pool> fallbacks) {
    CompiledRoute {
        destinations = List.copyOf(destinations);
        fallbacks = List.copyOf(fallbacks);
    }

    boolean matches(RequestContext request) {
        RequestMatch condition = route.condition();
        return condition == null || condition.matches(request);
    }

    /**
     * A strict route's request stays within its destination and the fallbacks, even if its destination gave way since.
     */
    void addPoolsForRetry(String destination, List<Pool> pools) {
        Stream.concat(destinations.stream(), fallbacks.stream())
                .filter(pool -> pool.label().equals(destination))
                .forEach(pools::add);
        if (!route.isStrict() || !isOfThis(destination)) {
            pools.addAll(destinations);
        }
        pools.addAll(fallbacks);
    }

    private boolean isOfThis(String label) {
        return route.destinations().stream().anyMatch(to -> label.equals(RouteScopes.destination(number, to.subset())))
                || route.fallbacks().stream().anyMatch(subset -> label.equals(RouteScopes.fallback(number, subset)));
    }
}
