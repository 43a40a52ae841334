package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.AliasTable;
import io.rollcall.random.Randomness;

/** Each with the same probability, without regard to weights except for a slow start. */
final class RandomChoice implements Strategy {
    static final String NAME = "random";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Picker compile(Candidates candidates) {
        Candidate[] all = candidates.toArray();
        Randomness random = candidates.randomness();
        double[] ramps = candidates.ramps();
        if (ramps.length == 0) {
            return request -> all[random.below(all.length)];
        }
        AliasTable table = AliasTable.of(ramps);
        return request -> all[table.at(random.bits())];
    }
}
