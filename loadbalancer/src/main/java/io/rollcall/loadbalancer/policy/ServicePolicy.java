package io.rollcall.loadbalancer.policy;

import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How calls to one service are treated: which instances may receive them, how one is picked, and what happens when it
 * fails. Write one where the {@linkplain #defaults() defaults} do not fit; the same can be read from a document with
 * the module {@code rollcall-rules}.
 *
 * <pre>{@code
 * ServicePolicy policy = ServicePolicy.builder()
 *         .strategy(Strategies.peakEwma())
 *         .route(Route.when(attribute("x-canary").is("true")).to(version("2.x")))
 *         .require(env("prod"))
 *         .outlierDetection(o -> o.consecutiveFailures(5).maxEjected(0.1))
 *         .retry(r -> r.attempts(3).budget(0.2))
 *         .build();
 * ServicePolicy patient = policy.toBuilder().retry(r -> r.attempts(5)).build();
 * }</pre>
 *
 * <p>What a builder takes as a value, such as a {@link RetryPolicy}, it also takes as a change of the value it has.
 * Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class ServicePolicy {
    private static final ServicePolicy DEFAULTS = builder().build();

    private final Strategy strategy;
    private final @Nullable String hashKey;
    private final List<Route> routes;
    private final List<Subset> required;
    private final List<Subset> preferred;
    private final OutlierDetection outlierDetection;
    private final double panicThreshold;
    private final boolean drainingAsLastResort;
    private final SlowStart slowStart;
    private final Locality locality;
    private final FleetSubset fleetSubset;
    private final RetryPolicy retry;
    private final Hedging hedging;

    private ServicePolicy(Builder from) {
        this.strategy = from.strategy;
        this.hashKey = from.hashKey;
        this.routes = List.copyOf(from.routes);
        this.required = List.copyOf(from.required);
        this.preferred = List.copyOf(from.preferred);
        this.outlierDetection = from.outlierDetection;
        this.panicThreshold = from.panicThreshold;
        this.drainingAsLastResort = from.drainingAsLastResort;
        this.slowStart = from.slowStart;
        this.locality = from.locality;
        this.fleetSubset = from.fleetSubset;
        this.retry = from.retry;
        this.hedging = from.hedging;
    }

    /** Any instance that is up, the less busy of two by weight. */
    public static ServicePolicy defaults() {
        return DEFAULTS;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from this policy. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** How one of several instances is picked. */
    public Strategy strategy() {
        return strategy;
    }

    /** The request attribute that strategies hash, or null for the request's own key. */
    public @Nullable String hashKey() {
        return hashKey;
    }

    /** The routes, in the order in which they are tried. Unmodifiable. */
    public List<Route> routes() {
        return routes;
    }

    /** What every instance must match. Unmodifiable. */
    public List<Subset> required() {
        return required;
    }

    /** What an instance should match, the most wanted first. Unmodifiable. */
    public List<Subset> preferred() {
        return preferred;
    }

    /** When failing instances are ejected. */
    public OutlierDetection outlierDetection() {
        return outlierDetection;
    }

    /** Below this share of instances that are not ejected, all are used. */
    public double panicThreshold() {
        return panicThreshold;
    }

    /** Whether draining instances are used where none is up. */
    public boolean drainingAsLastResort() {
        return drainingAsLastResort;
    }

    /** How new instances reach their full weight. */
    public SlowStart slowStart() {
        return slowStart;
    }

    /** How calls stay in the caller's zone. */
    public Locality locality() {
        return locality;
    }

    /** How many of the instances this caller uses. */
    public FleetSubset fleetSubset() {
        return fleetSubset;
    }

    /** How often a call is retried. */
    public RetryPolicy retry() {
        return retry;
    }

    /** When a call is sent to a second instance. */
    public Hedging hedging() {
        return hedging;
    }

    /**
     * Builds a {@link ServicePolicy}. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private Strategy strategy = Strategies.leastRequest();
        private @Nullable String hashKey;
        private final List<Route> routes = new ArrayList<>();
        private final List<Subset> required = new ArrayList<>();
        private final List<Subset> preferred = new ArrayList<>();
        private OutlierDetection outlierDetection = OutlierDetection.defaults();
        private double panicThreshold = 0.5;
        private boolean drainingAsLastResort = true;
        private SlowStart slowStart = SlowStart.off();
        private Locality locality = Locality.off();
        private FleetSubset fleetSubset = FleetSubset.off();
        private RetryPolicy retry = RetryPolicy.defaults();
        private Hedging hedging = Hedging.off();

        private Builder() {}

        private Builder(ServicePolicy from) {
            this.strategy = from.strategy;
            this.hashKey = from.hashKey;
            this.routes.addAll(from.routes);
            this.required.addAll(from.required);
            this.preferred.addAll(from.preferred);
            this.outlierDetection = from.outlierDetection;
            this.panicThreshold = from.panicThreshold;
            this.drainingAsLastResort = from.drainingAsLastResort;
            this.slowStart = from.slowStart;
            this.locality = from.locality;
            this.fleetSubset = from.fleetSubset;
            this.retry = from.retry;
            this.hedging = from.hedging;
        }

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
         * The request attribute that strategies hash: a header, {@code ?user}, … Default: the request's own key, which
         * is also used for requests without the attribute, and which null restores.
         */
        public Builder hashKey(@Nullable String attribute) {
            this.hashKey = attribute == null ? null : RequestContext.canonical(attribute);
            return this;
        }

        /**
         * A further route, tried after those before it.
         *
         * @throws IllegalArgumentException if it has no destination with a weight
         */
        public Builder route(Route route) {
            routes.add(route.validated());
            return this;
        }

        /** These routes instead of those before, each as with {@link #route(Route)}. */
        public Builder routes(List<Route> routes) {
            this.routes.clear();
            routes.forEach(this::route);
            return this;
        }

        /** Calls go to instances of {@code subset} only, or fail. Several must all match. */
        public Builder require(Subset subset) {
            required.add(subset);
            return this;
        }

        /** These instead of those that were required before. */
        public Builder required(List<Subset> subsets) {
            required.clear();
            required.addAll(subsets);
            return this;
        }

        /**
         * Calls go to instances of {@code subset} where there are any. Several are applied in order. For zones that
         * share the load, use {@link #locality(Locality)} instead.
         */
        public Builder prefer(Subset subset) {
            preferred.add(subset);
            return this;
        }

        /** These instead of those that were preferred before. */
        public Builder preferred(List<Subset> subsets) {
            preferred.clear();
            preferred.addAll(subsets);
            return this;
        }

        /** When failing instances are ejected. Default: {@link OutlierDetection#defaults()}. */
        public Builder outlierDetection(OutlierDetection outlierDetection) {
            this.outlierDetection = outlierDetection;
            return this;
        }

        /** Changes when failing instances are ejected. */
        public Builder outlierDetection(Consumer<OutlierDetection.Builder> change) {
            OutlierDetection.Builder builder = outlierDetection.toBuilder();
            change.accept(builder);
            return outlierDetection(builder.build());
        }

        /**
         * The share of instances, 0 to 1, that must not be ejected. With fewer in a destination, and in all that its
         * route allows, all of the destination are used: better a failing instance than too few. A destination without
         * any healthy instance gives way to another that the route allows and that has one. Default: 0.5; 0 turns it
         * off.
         */
        public Builder panicThreshold(double share) {
            this.panicThreshold = PolicyChecks.share("panicThreshold", share);
            return this;
        }

        /**
         * Whether draining instances are used where none of those that a route allows is up: they may still respond,
         * and no instance certainly does not. Default: yes, as kube-proxy does.
         */
        public Builder drainingAsLastResort(boolean use) {
            this.drainingAsLastResort = use;
            return this;
        }

        /** How new instances reach their full weight. Default: {@link SlowStart#off()}. */
        public Builder slowStart(SlowStart slowStart) {
            this.slowStart = slowStart;
            return this;
        }

        /** Changes how new instances reach their full weight. */
        public Builder slowStart(Consumer<SlowStart.Builder> change) {
            SlowStart.Builder builder = slowStart.toBuilder();
            change.accept(builder);
            return slowStart(builder.build());
        }

        /** Keeps calls in the caller's zone as far as it can carry them. Default: {@link Locality#off()}. */
        public Builder locality(Locality locality) {
            this.locality = locality;
            return this;
        }

        /** Changes how calls are kept in the caller's zone. */
        public Builder locality(Consumer<Locality.Builder> change) {
            Locality.Builder builder = locality.toBuilder();
            change.accept(builder);
            return locality(builder.build());
        }

        /** Uses some of the instances only. Default: {@link FleetSubset#off()}. */
        public Builder fleetSubset(FleetSubset fleetSubset) {
            this.fleetSubset = fleetSubset;
            return this;
        }

        /** Changes which instances are used. */
        public Builder fleetSubset(Consumer<FleetSubset.Builder> change) {
            FleetSubset.Builder builder = fleetSubset.toBuilder();
            change.accept(builder);
            return fleetSubset(builder.build());
        }

        /** How often a call is retried. Default: {@link RetryPolicy#defaults()}. */
        public Builder retry(RetryPolicy retry) {
            this.retry = retry;
            return this;
        }

        /** Changes how often a call is retried. */
        public Builder retry(Consumer<RetryPolicy.Builder> change) {
            RetryPolicy.Builder builder = retry.toBuilder();
            change.accept(builder);
            return retry(builder.build());
        }

        /** When a call is sent to a second instance. Default: {@link Hedging#off()}. */
        public Builder hedging(Hedging hedging) {
            this.hedging = hedging;
            return this;
        }

        /** Changes when a call is sent to a second instance. */
        public Builder hedging(Consumer<Hedging.Builder> change) {
            Hedging.Builder builder = hedging.toBuilder();
            change.accept(builder);
            return hedging(builder.build());
        }

        /** The policy. */
        public ServicePolicy build() {
            return new ServicePolicy(this);
        }
    }
}
