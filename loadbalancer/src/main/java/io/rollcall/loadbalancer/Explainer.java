package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Explanation.Figure;
import io.rollcall.loadbalancer.Explanation.Stage;
import io.rollcall.loadbalancer.route.Destination;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains a plan's decision by repeating it and recording each stage. One explainer, one request. */
final class Explainer {
    private final Plan plan;
    private final RequestContext request;
    private final Pipeline pipeline;
    private final Scope all;
    private final List<Stage> stages = new ArrayList<>();

    private Explainer(Plan plan, RequestContext request, long now) {
        this.plan = plan;
        this.request = request;
        this.pipeline = new Pipeline(plan.inputs(), now);
        this.all = pipeline.scope(List.of(Subset.all()));
    }

    static Explanation explain(Plan plan, RequestContext request, long now) {
        Pool pool = plan.poolFor(request);
        List<Stage> stages = new Explainer(plan, request, now).stages(pool);
        if (pool == null) {
            return new Explanation(plan, stages, List.of(), null);
        }
        Strategy strategy = plan.policy().strategy();
        List<Figure> figures = pool.candidates().stream()
                .map(c -> new Figure(c.instance().id(), c.weight(), strategy.describe(c, request)))
                .toList();
        return new Explanation(plan, stages, figures, pool.pick(request).instance());
    }

    /** The message for a request that no instance may take. */
    static String noInstance(Plan plan, RequestContext request, long now) {
        Explanation why = new Explanation(plan, new Explainer(plan, request, now).stages(null), List.of(), null);
        String advice = why.instances() == 0
                ? "none is registered: start one, or check the name and the registry"
                : "register one that passes all of these stages, or change the policy";
        return "no instance of " + why.service() + " may take this request; " + advice + System.lineSeparator() + why;
    }

    private List<Stage> stages(@Nullable Pool pool) {
        CompiledRoute decided = plan.routeFor(request);
        noteRoutesThatGaveWay(decided);
        CandidateFilter narrowing;
        if (decided == null) {
            narrowing = pipeline.narrow(Pipeline.ANY, Subset.all(), all, true);
        } else {
            RouteScopes scopes = new RouteScopes(decided.route(), pipeline, all);
            if (pool != null) {
                noteDestinationsThatGaveWay(decided.number(), decided.route(), scopes, decided);
            }
            // Without a pool, it was a strict route's destination that left no instance.
            Destination first = scopes.destinations().get(0);
            narrowing = pipeline.narrow(
                    label(decided, first, pool),
                    pool == null ? first.subset() : pool.subset(),
                    pool == null ? scopes.of(first) : pool.scope(),
                    true);
        }
        pipeline.describe(narrowing);
        if (plan.failure() != null) {
            narrowing.note("strategy " + plan.strategy().name() + " failed to compile: " + plan.failure()
                    + "; picked at random instead");
        }
        stages.addAll(narrowing.stages());
        return stages;
    }

    private static String label(CompiledRoute decided, Destination first, @Nullable Pool pool) {
        String label = "route " + decided.number() + " " + decided.route();
        boolean obvious =
                decided.route().destinations().size() == 1 && (pool == null || pool.subset() == first.subset());
        return obvious || pool == null ? label : label + ", here " + pool.subset();
    }

    /** Routes that match, but have no instance to use. */
    private void noteRoutesThatGaveWay(@Nullable CompiledRoute decided) {
        List<Route> routes = plan.policy().routes();
        int end = decided == null ? routes.size() : decided.number() - 1;
        for (int i = 0; i < end; i++) {
            Route route = routes.get(i);
            if (route.condition() == null || route.condition().matches(request)) {
                noteDestinationsThatGaveWay(i + 1, route, new RouteScopes(route, pipeline, all), null);
            }
        }
    }

    private void noteDestinationsThatGaveWay(
            int number, Route route, RouteScopes scopes, @Nullable CompiledRoute compiled) {
        for (Destination to : scopes.destinations()) {
            String label = RouteScopes.destination(number, to.subset());
            boolean used = compiled != null
                    && compiled.destinations().stream()
                            .anyMatch(pool -> pool.label().equals(label));
            if (!used) {
                CandidateFilter narrowing = pipeline.narrow(label, to.subset(), scopes.of(to), true);
                int instances = plan.inputs().all().size();
                stages.add(new Stage(label + ": none to use" + reasons(narrowing), instances, instances, List.of()));
            }
        }
    }

    /** Why the last stage that left some out left none. */
    private static String reasons(CandidateFilter narrowing) {
        return narrowing.stages().stream()
                .filter(stage -> stage.in() > 0 && stage.out() == 0)
                .findFirst()
                .map(stage -> " (" + ExplanationText.reasons(stage.leftOut()) + ")")
                .orElse("");
    }
}
