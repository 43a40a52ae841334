package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.AliasTable;
import io.rollcall.random.Randomness;

/** Each with the probability of its weight, in constant time by an alias table. */
final class WeightedRandom implements Strategy {
    static final String NAME = "weighted-random";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Picker compile(Candidates candidates) {
        Candidate[] all = candidates.toArray();
        Randomness random = candidates.randomness();
        if (candidates.equalWeights()) {
            return request -> all[random.below(all.length)];
        }
        AliasTable table = AliasTable.of(candidates.weights());
        return request -> all[table.at(random.bits())];
    }
}
