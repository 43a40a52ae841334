package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;

/** What is wanted of the calls to one service. Immutable and threadsafe. */
public final class ServicePolicy {
    private static final ServicePolicy DEFAULTS = builder().build();

    private final Strategy strategy;
    private final List<Route> routes;
    private final List<Subset> required;
    private final List<Subset> preferred;

    private ServicePolicy(Builder from) {
        this.strategy = from.strategy;
        this.routes = List.copyOf(from.routes);
        this.required = List.copyOf(from.required);
        this.preferred = List.copyOf(from.preferred);
    }

    /** Any instance that is up, the less busy of two by weight. */
    public static ServicePolicy defaults() {
        return DEFAULTS;
    }

    /** Starts a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** How one of several is picked. */
    public Strategy strategy() {
        return strategy;
    }

    /** The rules, in the order in which they are tried. Unmodifiable. */
    public List<Route> routes() {
        return routes;
    }

    /** What every instance must be. Unmodifiable. */
    public List<Subset> required() {
        return required;
    }

    /** What an instance should rather be, the most wanted first. Unmodifiable. */
    public List<Subset> preferred() {
        return preferred;
    }

    /** Builds a {@link ServicePolicy}. Not threadsafe. */
    public static final class Builder {
        private Strategy strategy = Strategies.leastRequest();
        private final List<Route> routes = new ArrayList<>();
        private final List<Subset> required = new ArrayList<>();
        private final List<Subset> preferred = new ArrayList<>();

        private Builder() {}

        /** Default: {@link Strategies#leastRequest()}. */
        public Builder strategy(Strategy strategy) {
            this.strategy = strategy;
            return this;
        }

        /**
         * The strategy of this name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder strategy(String name) {
            return strategy(Strategies.named(name));
        }

        /**
         * A further rule, tried after those before it.
         *
         * @throws IllegalArgumentException if it has no destination with a weight
         */
        public Builder route(Route route) {
            routes.add(route.validated());
            return this;
        }

        /** Calls go to instances of {@code subset} only, or fail. Several must all hold. */
        public Builder require(Subset subset) {
            required.add(subset);
            return this;
        }

        /** Calls go to instances of {@code subset} where there are any. Several are applied in order. */
        public Builder prefer(Subset subset) {
            preferred.add(subset);
            return this;
        }

        /** The policy. */
        public ServicePolicy build() {
            return new ServicePolicy(this);
        }
    }
}
