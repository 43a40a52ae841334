package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Split.Share;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PanicEvent;
import io.rollcall.loadbalancer.event.PlanCompiledEvent;
import io.rollcall.loadbalancer.internal.algorithm.Sequence;
import io.rollcall.loadbalancer.route.Destination;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.random.Randomness;
import io.rollcall.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns inputs into a plan: everything that can be decided before there is a request. One compiler, one plan. */
final class PlanCompiler {
    private static final RouteTarget NO_INSTANCE = request -> null;

    private final PlanInputs inputs;
    private final Pipeline pipeline;
    private final CarriedState carried;
    private final Randomness randomness;
    private final TimeSource time;
    private final LoadBalancerListener listener;

    PlanCompiler(
            PlanInputs inputs,
            CarriedState carried,
            Randomness randomness,
            TimeSource time,
            LoadBalancerListener listener) {
        this.inputs = inputs;
        this.pipeline = new Pipeline(inputs, time.nanoTime());
        this.carried = carried;
        this.randomness = randomness;
        this.time = time;
        this.listener = listener;
    }

    Plan compile() {
        List<Route> routes = inputs.policy().routes();
        List<Plan.CompiledRoute> compiled = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            RouteTarget target = target("route " + (i + 1), routes.get(i));
            if (target != null) {
                compiled.add(new Plan.CompiledRoute(i + 1, routes.get(i), target));
            }
        }
        Plan plan = new Plan(inputs, compiled, pool(Pipeline.ANY, Subset.all()));
        listener.onPlanCompiled(new PlanCompiledEvent(
                inputs.snapshot().service(),
                plan.strategy().name(),
                inputs.snapshot().revision(),
                inputs.all().size()));
        return plan;
    }

    /** Null if the route has no instance at all, so that the next one is tried. */
    private @Nullable RouteTarget target(String label, Route route) {
        Pool fallback = route.fallbacks().stream()
                .map(subset -> pool(label + " or else → " + subset, subset))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        List<Share> shares = new ArrayList<>();
        for (Destination to : route.destinations()) {
            Pool pool = pool(label + " → " + to.subset(), to.subset());
            if (to.weight() > 0 && (pool != null || route.isStrict())) {
                shares.add(new Share(to.weight(), pool != null ? pool : fallback));
            }
        }
        return shares.isEmpty() ? fallback : divided(label, route, shares);
    }

    private RouteTarget divided(String label, Route route, List<Share> shares) {
        if (shares.size() == 1) {
            Pool only = shares.get(0).pool();
            return only != null ? only : NO_INSTANCE;
        }
        Sequence sequence = carried.keep(label, Sequence.class, () -> new Sequence((int) randomness.bits()));
        RouteTarget byTurns = Split.byTurns(shares, sequence);
        String attribute = route.stickyBy();
        return attribute == null ? byTurns : Split.byKey(shares, attribute, byTurns);
    }

    private @Nullable Pool pool(String label, Subset subset) {
        List<TrackedCandidate> left = pipeline.narrow(label, subset, false).left();
        if (left.isEmpty()) {
            return null;
        }
        long ejected = left.stream().filter(TrackedCandidate::isEjected).count();
        if (ejected > 0) {
            listener.onPanic(
                    new PanicEvent(inputs.snapshot().service(), label, (int) (left.size() - ejected), left.size()));
        }
        return new Pool(label, subset, left, picker(label, left));
    }

    private PoolPicker picker(String label, List<TrackedCandidate> candidates) {
        if (!pipeline.zonesMatter(candidates)) {
            return compiled(label, candidates);
        }
        Zones zones = Zones.of(inputs.policy().locality(), candidates, inputs.callers());
        return zones.picker(randomness, (zone, members) -> compiled(label + " in " + zone, members));
    }

    private PoolPicker compiled(String label, List<TrackedCandidate> candidates) {
        List<TrackedCandidate> used =
                inputs.callers().subset(candidates, inputs.policy().fleetSubset());
        return CheckedPicker.compile(
                inputs.snapshot().service(),
                inputs.policy().strategy(),
                new CandidateList(label, used, inputs.policy().hashKey(), carried, randomness, time));
    }
}
