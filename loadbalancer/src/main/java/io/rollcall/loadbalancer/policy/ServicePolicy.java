package io.rollcall.loadbalancer.policy;

import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is wanted of the calls to one service. Immutable and threadsafe. */
public final class ServicePolicy {
    private static final ServicePolicy DEFAULTS = builder().build();

    private final Strategy strategy;
    private final @Nullable String hashKey;
    private final List<Route> routes;
    private final List<Subset> required;
    private final List<Subset> preferred;
    private final OutlierDetection outlierDetection;
    private final double panicThreshold;
    private final SlowStart slowStart;
    private final @Nullable Locality locality;
    private final @Nullable FleetSubset subsetting;
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
        this.slowStart = from.slowStart;
        this.locality = from.locality;
        this.subsetting = from.subsetting;
        this.retry = from.retry;
        this.hedging = from.hedging;
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

    /** The request attribute that strategies hash, or null for the request's own key. */
    public @Nullable String hashKey() {
        return hashKey;
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

    /** When failing instances are taken out. */
    public OutlierDetection outlierDetection() {
        return outlierDetection;
    }

    /** Below this share of instances that are not ejected, all are used. */
    public double panicThreshold() {
        return panicThreshold;
    }

    /** How newcomers come to their full weight. */
    public SlowStart slowStart() {
        return slowStart;
    }

    /** How calls stay in the caller's zone, or null if zones do not matter. */
    public @Nullable Locality locality() {
        return locality;
    }

    /** How many of the instances this caller uses, or null for all. */
    public @Nullable FleetSubset subsetting() {
        return subsetting;
    }

    /** How often a call is tried again. */
    public RetryPolicy retry() {
        return retry;
    }

    /** When a call is sent twice. */
    public Hedging hedging() {
        return hedging;
    }

    /** Builds a {@link ServicePolicy}. Not threadsafe. */
    public static final class Builder {
        private Strategy strategy = Strategies.leastRequest();
        private @Nullable String hashKey;
        private final List<Route> routes = new ArrayList<>();
        private final List<Subset> required = new ArrayList<>();
        private final List<Subset> preferred = new ArrayList<>();
        private OutlierDetection outlierDetection = OutlierDetection.defaults();
        private double panicThreshold = 0.5;
        private SlowStart slowStart = SlowStart.OFF;
        private @Nullable Locality locality;
        private @Nullable FleetSubset subsetting;
        private RetryPolicy retry = RetryPolicy.defaults();
        private Hedging hedging = Hedging.off();

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
         * The request attribute that strategies hash: a header, {@code ?user}, … Default: the request's own key, which
         * is also taken for requests without the attribute.
         */
        public Builder hashKey(String attribute) {
            this.hashKey = RequestContext.canonical(attribute);
            return this;
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

        /** Changes the rules by which failing instances are taken out, from {@link OutlierDetection#defaults()}. */
        public Builder outlierDetection(UnaryOperator<OutlierDetection.Builder> rules) {
            return outlierDetection(rules.apply(OutlierDetection.builder()).build());
        }

        /** Default: {@link OutlierDetection#defaults()}. */
        public Builder outlierDetection(OutlierDetection rules) {
            this.outlierDetection = rules;
            return this;
        }

        /**
         * The share of a destination's instances, 0 to 1, that must be left by outlier detection; with fewer, all are
         * used: better a sick instance than none. Default: 0.5; 0 turns it off.
         */
        public Builder panicThreshold(double share) {
            this.panicThreshold = PolicyChecks.share("panicThreshold", share);
            return this;
        }

        /** Default: {@link SlowStart#OFF}. */
        public Builder slowStart(SlowStart slowStart) {
            this.slowStart = slowStart;
            return this;
        }

        /** Keeps calls in the caller's zone as far as it can carry them. Default: zones do not matter. */
        public Builder locality(Locality locality) {
            this.locality = locality;
            return this;
        }

        /** Uses some of the instances only. Default: all. */
        public Builder subsetting(FleetSubset subsetting) {
            this.subsetting = subsetting;
            return this;
        }

        /** Changes how often a call is tried again, from {@link RetryPolicy#defaults()}. */
        public Builder retry(UnaryOperator<RetryPolicy.Builder> retry) {
            this.retry = retry.apply(RetryPolicy.builder()).build();
            return this;
        }

        /** Default: {@link Hedging#off()}. */
        public Builder hedging(Hedging hedging) {
            this.hedging = hedging;
            return this;
        }

        /** The policy. */
        public ServicePolicy build() {
            return new ServicePolicy(this);
        }
    }
}
