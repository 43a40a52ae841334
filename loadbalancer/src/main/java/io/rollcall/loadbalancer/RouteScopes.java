package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.route.Destination;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import java.util.ArrayList;
import java.util.List;

/** How far the requests of one route may go: to compile it and to explain it. */
final class RouteScopes {
    private final Route route;
    private final Pipeline pipeline;
    private final Scope all;

    /** @param all the scope of a request that no route confines */
    RouteScopes(Route route, Pipeline pipeline, Scope all) {
        this.route = route;
        this.pipeline = pipeline;
        this.all = all;
    }

    static String destination(int number, Subset subset) {
        return "route " + number + " → " + subset;
    }

    static String fallback(int number, Subset subset) {
        return "route " + number + " or else → " + subset;
    }

    /** Those with a share. */
    List<Destination> destinations() {
        return route.destinations().stream().filter(to -> to.weight() > 0).toList();
    }

    Scope of(Destination destination) {
        return confined(List.of(destination.subset()));
    }

    Scope ofFallbacks() {
        return confined(destinations().stream().map(Destination::subset).toList());
    }

    private Scope confined(List<Subset> destinations) {
        if (!route.isStrict()) {
            return all;
        }
        List<Subset> allowed = new ArrayList<>(destinations);
        allowed.addAll(route.fallbacks());
        return pipeline.scope(allowed);
    }
}
