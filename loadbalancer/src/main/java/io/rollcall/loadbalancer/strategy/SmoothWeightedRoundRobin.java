package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.Schedule;
import io.rollcall.loadbalancer.internal.algorithm.Sequence;

/**
 * One after the other, each as often as its weight and spread evenly, by a {@linkplain Schedule precomputed schedule}.
 * The position survives updates; the start is random.
 */
final class SmoothWeightedRoundRobin implements Strategy {
    static final String NAME = "smooth-weighted-round-robin";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Picker compile(Candidates candidates) {
        Candidate[] all = candidates.toArray();
        Sequence sequence = candidates.keep(
                Sequence.class, () -> new Sequence((int) candidates.randomness().bits()));
        if (candidates.equalWeights()) {
            return request -> all[sequence.next(all.length)];
        }
        double[] weights = candidates.weights();
        int[] round =
                KeptTables.of(candidates).get(int[].class, NAME, new String[0], weights, () -> Schedule.of(weights));
        return request -> all[round[sequence.next(round.length)]];
    }
}
