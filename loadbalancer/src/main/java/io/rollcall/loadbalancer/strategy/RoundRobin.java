package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.Schedule;
import io.rollcall.loadbalancer.internal.algorithm.Sequence;

/**
 * One after the other, without regard to weights except for a slow start. The position survives updates; the start is
 * random.
 */
final class RoundRobin implements Strategy {
    static final String NAME = "round-robin";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Picker compile(Candidates candidates) {
        Candidate[] turns = candidates.toArray();
        Sequence sequence = candidates.keep(
                Sequence.class, () -> new Sequence((int) candidates.randomness().bits()));
        double[] ramps = candidates.ramps();
        if (ramps.length == 0) {
            return request -> turns[sequence.next(turns.length)];
        }
        int[] round = Schedule.of(ramps);
        return request -> turns[round[sequence.next(round.length)]];
    }
}
