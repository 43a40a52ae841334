package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Explanation.Figure;
import io.rollcall.loadbalancer.Explanation.Stage;
import io.rollcall.loadbalancer.route.Destination;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Strategy;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceInstance;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says why a plan decides as it does, by going the plan's own way once more and writing it down. */
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
        return explanation(plan, stages(plan, pool, request, now), figures, choice == null ? null : choice.instance());
    }

    /** What to tell a caller whose request no instance may take. */
    static String nobody(Plan plan, RequestContext request, long now) {
        Explanation why = explanation(plan, stages(plan, null, request, now), List.of(), null);
        String advice = why.instances() == 0
                ? "none is registered: start one, or check the name and the registry"
                : "register one that all of these let through, or change the policy";
        return "no instance of " + why.service() + " may take this request; " + advice + System.lineSeparator() + why;
    }

    private static Explanation explanation(
            Plan plan, List<Stage> stages, List<Figure> figures, @Nullable ServiceInstance choice) {
        return new Explanation(
                plan.snapshot().service(),
                plan.snapshot().revision(),
                plan.snapshot().source().name().toLowerCase(Locale.ROOT),
                plan.snapshot().age().toMillis(),
                plan.snapshot().instances().size(),
                stages,
                plan.policy().strategy().name(),
                figures,
                choice);
    }

    private static List<Stage> stages(Plan plan, @Nullable Pool pool, RequestContext request, long now) {
        Plan.Rule rule = plan.ruleFor(request);
        String label = pool != null && rule == null ? pool.label() : label(rule, pool);
        Subset subset = pool != null ? pool.subset() : only(rule);
        Pipeline pipeline = new Pipeline(plan.inputs(), now);
        CandidateFilter narrowing = pipeline.narrow(label, subset, true);
        pipeline.describe(narrowing);
        return narrowing.stages();
    }

    private static String label(Plan.@Nullable Rule rule, @Nullable Pool pool) {
        if (rule == null) {
            return Pipeline.ANY;
        }
        String split = "route " + rule.number() + " " + rule.route();
        boolean several = rule.route().destinations().size() > 1;
        return several && pool != null ? split + ", here " + pool.subset() : split;
    }

    /** Without a pool, a strict route's destination is what left nobody. */
    private static Subset only(Plan.@Nullable Rule rule) {
        List<Destination> destinations = rule == null ? List.of() : rule.route().destinations();
        return destinations.isEmpty() ? Subset.all() : destinations.get(0).subset();
    }
}
