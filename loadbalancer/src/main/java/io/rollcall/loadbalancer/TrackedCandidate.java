package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.SlowStart;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An instance of one snapshot, with the statistics that outlive it and the slow start as it was when the plan was
 * compiled.
 *
 * @param mark of the pool that it is in; null outside of pools
 */
record TrackedCandidate(
        ServiceInstance instance,
        CandidateStats stats,
        double ramp,
        @Nullable Mark mark) implements Candidate {

    static TrackedCandidate first(ServiceInstance instance) {
        return new TrackedCandidate(instance, new CandidateStats(), 1, null);
    }

    static TrackedCandidate slowlyStarting(ServiceInstance instance, long now) {
        TrackedCandidate candidate = first(instance);
        candidate.stats.ramp(now);
        return candidate;
    }

    /** The statistics continue if this is the same process at the same address; its metadata may have changed. */
    TrackedCandidate updated(ServiceInstance newer, long now) {
        boolean same = instance.generation() == newer.generation()
                && instance.port() == newer.port()
                && instance.host().equals(newer.host());
        if (!same) {
            return slowlyStarting(newer, now);
        }
        TrackedCandidate updated = new TrackedCandidate(newer, stats, ramp, null);
        if (updated.takesTraffic() && !takesTraffic()) {
            stats.ramp(now);
        }
        return updated;
    }

    TrackedCandidate at(SlowStart slowStart, long now) {
        double factor = stats.rampFactor(slowStart, now);
        return factor == ramp ? this : new TrackedCandidate(instance, stats, factor, null);
    }

    TrackedCandidate marked(Mark by) {
        return new TrackedCandidate(instance, stats, ramp, by);
    }

    /** Whether the slow start has advanced, or restarted, since this was made. */
    boolean isStale(SlowStart slowStart, long now) {
        return stats.rampFactor(slowStart, now) != ramp;
    }

    /** Whether the instance itself accepts traffic. */
    boolean takesTraffic() {
        return instance.status() == InstanceStatus.UP && instance.weight() > 0;
    }

    /** Whether it finishes what it has, and could still take more. */
    boolean isDraining() {
        return instance.status() == InstanceStatus.DRAINING && instance.weight() > 0;
    }

    /** The same where {@code greatest} counts as a full ramp; with 0, everyone's does. */
    TrackedCandidate relativeTo(double greatest) {
        return new TrackedCandidate(instance, stats, greatest == 0 ? 1 : ramp / greatest, mark);
    }

    boolean isEjected() {
        return stats.ejection() != null;
    }

    @Override
    public double weight() {
        return instance.weight() * ramp;
    }

    @Override
    public int inFlight() {
        return stats.inFlight();
    }

    @Override
    public int load() {
        return stats.load();
    }

    @Override
    public <T> T memory(Class<T> type, Supplier<T> initial) {
        return stats.ofStrategy(type, initial);
    }
}
