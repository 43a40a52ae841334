package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.Split.Share;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Destination;
import io.rollcall.loadbalancer.route.Route;
import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.loadbalancer.strategy.Randomness;
import io.rollcall.loadbalancer.weight.Sequence;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a snapshot and a policy into a plan: everything that can be decided before there is a request. */
final class PlanCompiler {
    private static final Target NOBODY = request -> null;
    static final String ANY = "any instance";

    private final Memory memory;
    private final Randomness randomness;
    private final TimeSource time;

    PlanCompiler(Memory memory, Randomness randomness, TimeSource time) {
        this.memory = memory;
        this.randomness = randomness;
        this.time = time;
    }

    Plan compile(ServiceSnapshot snapshot, ServicePolicy policy, List<TrackedCandidate> all) {
        List<Plan.Rule> rules = new ArrayList<>();
        for (int i = 0; i < policy.routes().size(); i++) {
            Route route = policy.routes().get(i);
            Target target = target("route " + (i + 1), route, policy, all);
            if (target != null) {
                rules.add(new Plan.Rule(i + 1, route, target));
            }
        }
        return new Plan(snapshot, policy, all, rules, pool(ANY, Subset.all(), policy, all));
    }

    /** The candidates of a destination, stage by stage. */
    static Narrowing narrow(
            String label, Subset subset, ServicePolicy policy, List<TrackedCandidate> all, boolean explaining) {
        Narrowing narrowing = new Narrowing(all, explaining);
        for (Subset required : policy.required()) {
            narrowing.keep(required + " required", required::contains, required::mismatch);
        }
        if (!label.equals(ANY)) {
            narrowing.keep(label, subset::contains, subset::mismatch);
        }
        narrowing.keep("eligible: up, weight > 0", PlanCompiler::eligible, PlanCompiler::whyNot);
        for (Subset preferred : policy.preferred()) {
            narrowing.prefer(preferred.toString(), preferred::contains, preferred::mismatch);
        }
        return narrowing;
    }

    /** Null if the route sends nobody anywhere, so that the next one is asked. */
    private @Nullable Target target(String label, Route route, ServicePolicy policy, List<TrackedCandidate> all) {
        Pool fallback = route.fallbacks().stream()
                .map(subset -> pool(label + " or else → " + subset, subset, policy, all))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        List<Share> shares = new ArrayList<>();
        for (Destination to : route.destinations()) {
            Pool pool = pool(label + " → " + to.subset(), to.subset(), policy, all);
            if (to.weight() > 0 && (pool != null || route.isStrict())) {
                shares.add(new Share(to.weight(), pool != null ? pool : fallback));
            }
        }
        return shares.isEmpty() ? fallback : divided(label, route, shares);
    }

    private Target divided(String label, Route route, List<Share> shares) {
        if (shares.size() == 1) {
            Pool only = shares.get(0).pool();
            return only != null ? only : NOBODY;
        }
        Sequence sequence = memory.keep(label, Sequence.class, () -> new Sequence((int) randomness.bits()));
        Target byTurns = Split.byTurns(shares, sequence);
        String attribute = route.stickyBy();
        return attribute == null ? byTurns : Split.byKey(shares, attribute, byTurns);
    }

    private @Nullable Pool pool(String label, Subset subset, ServicePolicy policy, List<TrackedCandidate> all) {
        List<TrackedCandidate> left = narrow(label, subset, policy, all, false).left();
        if (left.isEmpty()) {
            return null;
        }
        CandidateList candidates = new CandidateList(label, left, memory, randomness, time);
        return new Pool(label, subset, left, policy.strategy().compile(candidates));
    }

    private static boolean eligible(ServiceInstance instance) {
        return instance.status() == InstanceStatus.UP && instance.weight() > 0;
    }

    private static String whyNot(ServiceInstance instance) {
        return instance.status() == InstanceStatus.UP
                ? "weight 0"
                : instance.status().name();
    }
}
