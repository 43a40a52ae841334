package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.CandidateStats.Ejection;
import io.rollcall.loadbalancer.policy.FleetSubset;
import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Subset;
import java.util.List;
import java.util.Locale;

/**
 * The way from all instances to the candidates of one destination: required, routed, eligible, healthy, started,
 * preferred.
 */
final class Pipeline {
    static final String ANY = "any instance";
    /** A share of the greatest weight that is nothing. */
    private static final double NOTHING = 1e-9;
    /** A weight that only a slow start at its very beginning can give. */
    private static final double BARELY_STARTED = 1e-3;

    private final PlanInputs inputs;
    private final long now;

    Pipeline(PlanInputs inputs, long now) {
        this.inputs = inputs;
        this.now = now;
    }

    /** The scope of a destination of these subsets: all that a request for it may reach. */
    Scope scope(List<Subset> allowed) {
        ServicePolicy policy = inputs.policy();
        List<TrackedCandidate> members = inputs.all().stream()
                .filter(c -> policy.required().stream().allMatch(required -> required.contains(c.instance())))
                .filter(c -> allowed.stream().anyMatch(subset -> subset.contains(c.instance())))
                .toList();
        return Scope.of(members, policy.drainingAsLastResort());
    }

    /** The stages for a destination, named by {@code label}; {@link #ANY} is without a route. */
    CandidateFilter narrow(String label, Subset subset, Scope scope, boolean explaining) {
        ServicePolicy policy = inputs.policy();
        CandidateFilter narrowing = new CandidateFilter(inputs.all(), explaining);
        policy.required().forEach(required -> narrowing.keep(required + " required", required));
        if (!label.equals(ANY)) {
            narrowing.keep(label, subset);
        }
        narrowing.keep(
                scope.draining() ? "none is up: draining, weight > 0" : "eligible: up, weight > 0",
                scope::isEligible,
                Pipeline::whyNoTraffic);
        keepHealthy(narrowing, scope);
        keepStarted(narrowing);
        policy.preferred().forEach(narrowing::prefer);
        return narrowing;
    }

    /** The further stages, which change only how often an instance is picked: for explanations. */
    void describe(CandidateFilter narrowing) {
        Locality locality = inputs.policy().locality();
        if (zonesMatter(narrowing.left())) {
            narrowing.note(
                    "zones for " + locality.zone() + ": " + Zones.of(locality, narrowing.left(), inputs.callers()));
        }
        FleetSubset fleetSubset = inputs.policy().fleetSubset();
        if (fleetSubset.isOn() && !zonesMatter(narrowing.left())) {
            List<TrackedCandidate> subset = inputs.callers().subset(narrowing.left(), fleetSubset);
            narrowing.keep(
                    "subset of " + fleetSubset.size() + " for " + fleetSubset.caller(),
                    subset::contains,
                    c -> "other callers'");
        }
    }

    boolean zonesMatter(List<TrackedCandidate> candidates) {
        Locality locality = inputs.policy().locality();
        return locality.isOn() && !candidates.isEmpty() && candidates.size() >= locality.minInstances();
    }

    /** Leaves out ejected instances, unless so few are left that all must serve. */
    private void keepHealthy(CandidateFilter narrowing, Scope scope) {
        int eligible = narrowing.left().size();
        int healthy =
                (int) narrowing.left().stream().filter(c -> !c.isEjected()).count();
        double threshold = inputs.policy().panicThreshold();
        if (healthy == eligible) {
            return;
        }
        if (scope.panics(eligible, healthy, threshold)) {
            narrowing.note(String.format(
                    Locale.ROOT,
                    "panic: only %d of %d not ejected (below %.0f %%), all are used",
                    healthy,
                    eligible,
                    100 * threshold));
        } else {
            narrowing.keep("not ejected", c -> !c.isEjected(), this::whyEjected);
        }
    }

    /** Leaves out instances to which a slow start gives nothing yet, unless there are no others. */
    private static void keepStarted(CandidateFilter narrowing) {
        double most = greatest(narrowing.left());
        if (!narrowing.left().isEmpty() && most < BARELY_STARTED) {
            double ramp = narrowing.left().stream()
                    .mapToDouble(TrackedCandidate::ramp)
                    .max()
                    .orElse(0);
            narrowing.replace("slow start: all have just started, and share by weight", c -> c.relativeTo(ramp));
        }
        double least = NOTHING * greatest(narrowing.left());
        if (narrowing.left().stream().anyMatch(c -> c.weight() <= least)) {
            narrowing.keep("slow start: a share above 0", c -> c.weight() > least, c -> "has just started");
        }
    }

    private static double greatest(List<TrackedCandidate> candidates) {
        return candidates.stream().mapToDouble(TrackedCandidate::weight).max().orElse(0);
    }

    private String whyEjected(TrackedCandidate candidate) {
        Ejection ejection = candidate.stats().ejection();
        return ejection == null
                ? "returned just now"
                : String.format(
                        Locale.ROOT,
                        "ejected for %.0f s (%s)",
                        Math.max(0, ejection.untilNanos() - now) / 1e9,
                        ejection.reason());
    }

    private static String whyNoTraffic(TrackedCandidate candidate) {
        return candidate.instance().weight() == 0
                ? "weight 0"
                : candidate.instance().status().name();
    }
}
