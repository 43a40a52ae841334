package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.RequestMatch;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.model.RequestContext;
import io.rollcall.model.ServiceSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot and a policy made ready for picking. Immutable, so a pick reads one reference and then nothing that
 * changes but the statistics.
 */
final class Plan {
    /** A rule with its target; {@code number} counts the policy's routes from 1. */
    record Rule(int number, Route route, Target target) {
        boolean means(RequestContext request) {
            RequestMatch condition = route.condition();
            return condition == null || condition.matches(request);
        }
    }

    private final ServiceSnapshot snapshot;
    private final ServicePolicy policy;
    private final List<TrackedCandidate> all;
    private final Rule[] rules;
    private final @Nullable Pool rest;

    Plan(
            ServiceSnapshot snapshot,
            ServicePolicy policy,
            List<TrackedCandidate> all,
            List<Rule> rules,
            @Nullable Pool rest) {
        this.snapshot = snapshot;
        this.policy = policy;
        this.all = List.copyOf(all);
        this.rules = rules.toArray(Rule[]::new);
        this.rest = rest;
    }

    /** The same choices for a snapshot with the same instances. */
    Plan confirmedBy(ServiceSnapshot newer) {
        return new Plan(newer, policy, all, List.of(rules), rest);
    }

    /** The pool for {@code request}, or null if no instance may take it. */
    @Nullable
    Pool poolFor(RequestContext request) {
        for (Rule rule : rules) {
            if (rule.means(request)) {
                return rule.target().poolFor(request);
            }
        }
        return rest;
    }

    /** The rule that decides about {@code request}, or null if none does. */
    @Nullable
    Rule ruleFor(RequestContext request) {
        for (Rule rule : rules) {
            if (rule.means(request)) {
                return rule;
            }
        }
        return null;
    }

    /** The candidate for {@code request}, or null if no instance may take it. */
    @Nullable
    TrackedCandidate pick(RequestContext request) {
        Pool pool = poolFor(request);
        return pool == null ? null : (TrackedCandidate) pool.picker().pick(request);
    }

    ServiceSnapshot snapshot() {
        return snapshot;
    }

    ServicePolicy policy() {
        return policy;
    }

    /** Every instance of the snapshot, eligible or not. */
    List<TrackedCandidate> all() {
        return all;
    }
}
