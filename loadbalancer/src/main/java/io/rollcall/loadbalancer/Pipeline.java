package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.CandidateStats.Ejection;
import io.rollcall.loadbalancer.policy.FleetSubset;
import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.loadbalancer.route.Subset;
import java.util.List;
import java.util.Locale;

/** The way from all instances to the candidates of one destination: required, routed, eligible, healthy, preferred. */
final class Pipeline {
    static final String ANY = "any instance";

    private final PlanInputs inputs;
    private final long now;

    Pipeline(PlanInputs inputs, long now) {
        this.inputs = inputs;
        this.now = now;
    }

    /** The stages for a destination, named by {@code label}; {@link #ANY} is without a route. */
    CandidateFilter narrow(String label, Subset subset, boolean explaining) {
        ServicePolicy policy = inputs.policy();
        CandidateFilter narrowing = new CandidateFilter(inputs.all(), explaining);
        policy.required().forEach(required -> narrowing.keep(required + " required", required));
        if (!label.equals(ANY)) {
            narrowing.keep(label, subset);
        }
        narrowing.keep("eligible: up, weight > 0", TrackedCandidate::takesTraffic, Pipeline::whyNoTraffic);
        keepHealthy(narrowing);
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
    private void keepHealthy(CandidateFilter narrowing) {
        int eligible = narrowing.left().size();
        long healthy = narrowing.left().stream().filter(c -> !c.isEjected()).count();
        double threshold = inputs.policy().panicThreshold();
        if (healthy == eligible) {
            return;
        }
        if (healthy < eligible * threshold) {
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
