package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Split.Share;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PanicEvent;
import io.rollcall.loadbalancer.event.PlanCompiledEvent;
import io.rollcall.loadbalancer.internal.algorithm.Sequence;
import io.rollcall.loadbalancer.route.Destination;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns inputs into a plan: everything that can be decided before there is a request. One compiler, one plan. */
final class PlanCompiler {
    private static final RouteTarget NO_INSTANCE = request -> null;
    /** In place of a strategy that fails: the update must not be lost, or vanished instances would stay. */
    private static final Strategy INSTEAD = Strategies.weightedRandom();

    private final PlanInputs inputs;
    private final Pipeline pipeline;
    private final Scope all;
    private final CarriedState carried;
    private final Randomness randomness;
    private final TimeSource time;
    private final LoadBalancerListener listener;
    private @Nullable RuntimeException failure;

    PlanCompiler(
            PlanInputs inputs,
            CarriedState carried,
            Randomness randomness,
            TimeSource time,
            LoadBalancerListener listener) {
        this.inputs = inputs;
        this.pipeline = new Pipeline(inputs, time.nanoTime());
        this.all = pipeline.scope(List.of(Subset.all()));
        this.carried = carried;
        this.randomness = randomness;
        this.time = time;
        this.listener = listener;
    }

    Plan compile() {
        List<Route> routes = inputs.policy().routes();
        List<CompiledRoute> compiled = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            CompiledRoute route = route(i + 1, routes.get(i));
            if (route != null) {
                compiled.add(route);
            }
        }
        List<Pool> rest = pools(Pipeline.ANY, Subset.all(), all);
        Plan plan = new Plan(inputs, compiled, rest, failure);
        listener.onPlanCompiled(new PlanCompiledEvent(
                inputs.snapshot().service(),
                plan.strategy().name(),
                inputs.snapshot().revision(),
                inputs.all().size()));
        return plan;
    }

    /** Null if the route has no instance to use, so that the next one is tried. */
    private @Nullable CompiledRoute route(int number, Route route) {
        RouteScopes scopes = new RouteScopes(route, pipeline, all);
        List<Pool> fallbacks = new ArrayList<>();
        for (Subset subset : route.fallbacks()) {
            fallbacks.addAll(pools(RouteScopes.fallback(number, subset), subset, scopes.ofFallbacks()));
        }
        Pool fallback = fallbacks.isEmpty() ? null : fallbacks.get(0);
        List<Pool> destinations = new ArrayList<>();
        List<Share> shares = new ArrayList<>();
        for (Destination to : scopes.destinations()) {
            List<Pool> pools = pools(RouteScopes.destination(number, to.subset()), to.subset(), scopes.of(to));
            destinations.addAll(pools);
            Pool other = route.isStrict() ? fallback : null;
            shares.add(new Share(to.weight(), pools.isEmpty() ? other : pools.get(0)));
        }
        RouteTarget target =
                route.isStrict() ? strict(number, route, shares) : lenient(number, route, shares, fallback);
        return target == null ? null : new CompiledRoute(number, route, target, destinations, fallbacks);
    }

    private RouteTarget strict(int number, Route route, List<Share> shares) {
        if (shares.size() > 1) {
            return divided(number, route, shares, shares);
        }
        Pool only = shares.get(0).pool();
        return only != null ? only : NO_INSTANCE;
    }

    private @Nullable RouteTarget lenient(int number, Route route, List<Share> shares, @Nullable Pool fallback) {
        List<Share> served =
                shares.stream().filter(share -> share.pool() != null).toList();
        return switch (served.size()) {
            case 0 -> fallback;
            case 1 -> served.get(0).pool();
            default -> divided(number, route, shares, served);
        };
    }

    private RouteTarget divided(int number, Route route, List<Share> shares, List<Share> served) {
        Sequence sequence =
                carried.keep("route " + number, Sequence.class, () -> new Sequence((int) randomness.bits()));
        RouteTarget byTurns = Split.byTurns(served, sequence);
        String attribute = route.stickyBy();
        return attribute == null ? byTurns : Split.byKey(shares, served, attribute, byTurns);
    }

    /** The pool of a destination, then those without its preferences, for retries; none if it gives way. */
    private List<Pool> pools(String label, Subset subset, Scope scope) {
        CandidateFilter narrowed = pipeline.narrow(label, subset, scope, false);
        List<TrackedCandidate> left = narrowed.left();
        if (left.isEmpty()) {
            return List.of();
        }
        long ejected = left.stream().filter(TrackedCandidate::isEjected).count();
        if (ejected > 0) {
            listener.onPanic(
                    new PanicEvent(inputs.snapshot().service(), label, (int) (left.size() - ejected), left.size()));
        }
        List<Pool> pools = new ArrayList<>();
        pools.add(pool(label, label, subset, scope, left));
        for (List<TrackedCandidate> further : narrowed.lessPreferred()) {
            pools.add(pool(label, label + " less preferred " + pools.size(), subset, scope, further));
        }
        return pools;
    }

    /** @param state under which label its pickers keep what survives an update */
    private Pool pool(String label, String state, Subset subset, Scope scope, List<TrackedCandidate> candidates) {
        Mark mark = new Mark(label, inputs.snapshot().service(), inputs.policy().strategy());
        List<TrackedCandidate> marked =
                candidates.stream().map(candidate -> candidate.marked(mark)).toList();
        return new Pool(label, subset, scope, marked, mark, picker(state, marked));
    }

    private Picker picker(String state, List<TrackedCandidate> candidates) {
        if (!pipeline.zonesMatter(candidates)) {
            return compiled(state, candidates);
        }
        Zones zones = Zones.of(inputs.policy().locality(), candidates, inputs.callers());
        return zones.picker(randomness, (zone, members) -> compiled(state + " in " + zone, members));
    }

    private Picker compiled(String state, List<TrackedCandidate> candidates) {
        List<TrackedCandidate> used =
                inputs.callers().subset(candidates, inputs.policy().fleetSubset());
        CandidateList offered = new CandidateList(state, used, inputs.policy().hashKey(), carried, randomness, time);
        Strategy strategy = inputs.policy().strategy();
        try {
            Picker picker = strategy.compile(offered);
            if (picker != null) {
                return picker;
            }
            failure = new IllegalStateException("strategy " + strategy.name() + " for "
                    + inputs.snapshot().service() + ": compile returned null (expected: a picker)");
        } catch (RuntimeException e) {
            failure = e;
        }
        return INSTEAD.compile(offered);
    }
}
