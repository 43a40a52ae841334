package io.rollcall.loadbalancer.route;

import io.rollcall.model.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests that match its {@linkplain #condition() condition} to its {@linkplain #destinations() destinations},
 * split by their weights. Routes are tried in order; the first that matches a request decides. Use one for canaries,
 * versions and tenants; what holds for every request is better
 * {@linkplain io.rollcall.loadbalancer.policy.ServicePolicy.Builder#require required} or
 * {@linkplain io.rollcall.loadbalancer.policy.ServicePolicy.Builder#prefer preferred}.
 *
 * <pre>{@code
 * Route.when(attribute("x-canary").is("true")).to(version("2.x"))
 * Route.split().add(90, version("1.x")).add(10, version("2.x")).stickyBy("user-id")
 * Route.to(version("2.x")).orElse(version("1.x")).strict()
 * }</pre>
 *
 * <p>By default a route <em>prefers</em> its destinations: where one has no eligible instance, its share goes to the
 * route's others, then to the {@linkplain #orElse(Subset) fallbacks} in order, then to the next route that matches the
 * request, and last to any instance that the service's policy allows. A {@linkplain #strict() strict} route fails
 * instead. Immutable and threadsafe: each method returns another route.
 *
 * @since 0.1
 */
public final class Route {
    private final @Nullable RequestMatch condition;
    private final List<Destination> destinations;
    private final List<Subset> fallbacks;
    private final @Nullable String stickyBy;
    private final boolean strict;

    private Route(
            @Nullable RequestMatch condition,
            List<Destination> destinations,
            List<Subset> fallbacks,
            @Nullable String stickyBy,
            boolean strict) {
        this.condition = condition;
        this.destinations = List.copyOf(destinations);
        this.fallbacks = List.copyOf(fallbacks);
        this.stickyBy = stickyBy;
        this.strict = strict;
    }

    /** Starts a route for requests that match {@code condition}. */
    public static When when(RequestMatch condition) {
        return new When(condition);
    }

    /** A route for every request, to {@code subset}. */
    public static Route to(Subset subset) {
        return split().add(1, subset);
    }

    /** A route for every request, whose destinations are added with {@link #add(int, Subset)}. */
    public static Route split() {
        return new Route(null, List.of(), List.of(), null, false);
    }

    /**
     * A further destination.
     *
     * @param weight its share relative to the others, 0 to 10,000
     * @throws IllegalArgumentException if the weight is out of range
     */
    public Route add(int weight, Subset subset) {
        return new Route(condition, with(destinations, new Destination(weight, subset)), fallbacks, stickyBy, strict);
    }

    /**
     * Equal values of the request attribute {@code attribute} go to the same destination, as long as the weights stay;
     * a request without it is placed by its key, and without either by turns. Of two destinations, the one that grows
     * keeps its requests; of more, the first and the last do.
     */
    public Route stickyBy(String attribute) {
        String name = RequestContext.canonical(attribute);
        return new Route(condition, destinations, fallbacks, name, strict);
    }

    /** Where requests go when no destination has an eligible instance; may be called again for the next choice. */
    public Route orElse(Subset subset) {
        return new Route(condition, destinations, with(fallbacks, subset), stickyBy, strict);
    }

    /** Fails a request whose destination and fallbacks have no eligible instance. */
    public Route strict() {
        return new Route(condition, destinations, fallbacks, stickyBy, true);
    }

    /** Which requests it matches, or null for all. */
    public @Nullable RequestMatch condition() {
        return condition;
    }

    /** Where these go. Unmodifiable. */
    public List<Destination> destinations() {
        return destinations;
    }

    /** Where these go when no destination has an eligible instance, in order. Unmodifiable. */
    public List<Subset> fallbacks() {
        return fallbacks;
    }

    /** The attribute whose equal values stay together, or null. */
    public @Nullable String stickyBy() {
        return stickyBy;
    }

    /** Whether it fails rather than send a request elsewhere. */
    public boolean isStrict() {
        return strict;
    }

    /**
     * This route, if it can be used.
     *
     * @throws IllegalArgumentException if it has no destination, or none with a weight above 0
     */
    public Route validated() {
        if (destinations.stream().mapToInt(Destination::weight).sum() == 0) {
            throw new IllegalArgumentException(
                    "route " + this + ": no destination with a weight (expected: add(weight, subset) at least once)");
        }
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (condition != null) {
            text.append('"').append(condition).append("\" ");
        }
        text.append("→ ");
        if (destinations.size() == 1) {
            text.append(destinations.get(0).subset());
        } else {
            destinations.forEach(d ->
                    text.append(d.weight()).append(" × ").append(d.subset()).append(", "));
            text.setLength(Math.max(2, text.length() - 2));
        }
        return text.toString();
    }

    private static <T> List<T> with(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return longer;
    }

    /**
     * A condition without a destination yet.
     *
     * @since 0.1
     */
    public static final class When {
        private final RequestMatch condition;

        private When(RequestMatch condition) {
            this.condition = condition;
        }

        /** Sends these requests to {@code subset}. */
        public Route to(Subset subset) {
            return split().add(1, subset);
        }

        /** Splits these requests over destinations that are added with {@link Route#add(int, Subset)}. */
        public Route split() {
            return new Route(condition, List.of(), List.of(), null, false);
        }
    }
}
