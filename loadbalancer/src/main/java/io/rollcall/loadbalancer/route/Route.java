package io.rollcall.loadbalancer.route;

import io.rollcall.model.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule: requests that it {@linkplain #condition() means} go to its {@linkplain #destinations() destinations}, split
 * by their weights. Rules are tried in order; the first that means a request decides.
 *
 * <p>By default a route <em>prefers</em> its destinations: where one has no eligible instance, its share goes to the
 * route's others, then to the {@linkplain #orElse(Subset) fallbacks} in order, then to the next rule that means the
 * request, and at last to any instance that the service's policy allows. A {@linkplain #strict() strict} route fails
 * instead. Immutable and threadsafe: each method returns another route.
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

    /** Starts a route for requests that meet {@code condition}. */
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
     * a request without it is taken by its key, and without either by turns. Of two destinations, the one that grows
     * keeps who it had; of more, the first and the last do.
     */
    public Route stickyBy(String attribute) {
        String name = RequestContext.canonical(attribute);
        return new Route(condition, destinations, fallbacks, name, strict);
    }

    /** Where requests go when no destination has an eligible instance; may be called again for the next choice. */
    public Route orElse(Subset subset) {
        return new Route(condition, destinations, with(fallbacks, subset), stickyBy, strict);
    }

    /** Fails a request whose destination, with its fallbacks, has no eligible instance. */
    public Route strict() {
        return new Route(condition, destinations, fallbacks, stickyBy, true);
    }

    /** Which requests it means, or null for all. */
    public @Nullable RequestMatch condition() {
        return condition;
    }

    /** Where they go. Unmodifiable. */
    public List<Destination> destinations() {
        return destinations;
    }

    /** Where they go when that is empty, in order. Unmodifiable. */
    public List<Subset> fallbacks() {
        return fallbacks;
    }

    /** The attribute that {@link #stickyBy(String)} named, or null. */
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

    /** A condition that waits for its destination. */
    public static final class When {
        private final RequestMatch condition;

        private When(RequestMatch condition) {
            this.condition = condition;
        }

        /** Sends those requests to {@code subset}. */
        public Route to(Subset subset) {
            return split().add(1, subset);
        }

        /** Splits those requests over destinations that are added with {@link Route#add(int, Subset)}. */
        public Route split() {
            return new Route(condition, List.of(), List.of(), null, false);
        }
    }
}
