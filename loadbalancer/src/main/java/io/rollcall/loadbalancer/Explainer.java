package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Explanation.Figure;
import io.rollcall.loadbalancer.Explanation.Stage;
import io.rollcall.loadbalancer.route.Destination;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains a plan's decision by repeating it and recording each stage. */
final class Explainer {
    private Explainer() {}

    static Explanation explain(Plan plan, RequestContext request, long now) {
        Pool pool = plan.poolFor(request);
        Strategy strategy = plan.policy().strategy();
        List<Figure> figures = pool == null
                ? List.of()
                : pool.candidates().stream()
                        .map(c -> new Figure(c.instance().id(), c.weight(), strategy.describe(c, request)))
                        .toList();
        Candidate choice = pool == null ? null : pool.picker().pick(request);
        return new Explanation(
                plan, stages(plan, pool, request, now), figures, choice == null ? null : choice.instance());
    }

    /** The message for a request that no instance may take. */
    static String noInstance(Plan plan, RequestContext request, long now) {
        Explanation why = new Explanation(plan, stages(plan, null, request, now), List.of(), null);
        String advice = why.instances() == 0
                ? "none is registered: start one, or check the name and the registry"
                : "register one that passes all of these stages, or change the policy";
        return "no instance of " + why.service() + " may take this request; " + advice + System.lineSeparator() + why;
    }

    private static List<Stage> stages(Plan plan, @Nullable Pool pool, RequestContext request, long now) {
        Plan.CompiledRoute route = plan.routeFor(request);
        String label = pool != null && route == null ? pool.label() : label(route, pool);
        Subset subset = pool != null ? pool.subset() : only(route);
        Pipeline pipeline = new Pipeline(plan.inputs(), now);
        CandidateFilter narrowing = pipeline.narrow(label, subset, true);
        pipeline.describe(narrowing);
        return narrowing.stages();
    }

    private static String label(Plan.@Nullable CompiledRoute route, @Nullable Pool pool) {
        if (route == null) {
            return Pipeline.ANY;
        }
        String split = "route " + route.number() + " " + route.route();
        boolean several = route.route().destinations().size() > 1;
        return several && pool != null ? split + ", here " + pool.subset() : split;
    }

    /** Without a pool, it was a strict route's destination that left no instance. */
    private static Subset only(Plan.@Nullable CompiledRoute route) {
        List<Destination> destinations =
                route == null ? List.of() : route.route().destinations();
        return destinations.isEmpty() ? Subset.all() : destinations.get(0).subset();
    }
}
