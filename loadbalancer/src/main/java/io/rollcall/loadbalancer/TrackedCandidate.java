package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.model.ServiceInstance;
import java.util.function.Supplier;

/** An instance of one snapshot, with the statistics that outlive it. */
record TrackedCandidate(ServiceInstance instance, CandidateStats stats) implements Candidate {

    /** The statistics go on if this is the same process at the same place; what it says of itself may have changed. */
    TrackedCandidate updated(ServiceInstance newer) {
        boolean same = instance.generation() == newer.generation()
                && instance.port() == newer.port()
                && instance.host().equals(newer.host());
        return new TrackedCandidate(newer, same ? stats : new CandidateStats());
    }

    @Override
    public double weight() {
        return instance.weight();
    }

    @Override
    public int inFlight() {
        return stats.inFlight();
    }

    @Override
    public <T> T memory(Class<T> type, Supplier<T> initial) {
        return stats.memory(type, initial);
    }
}
