package io.rollcall.example;

import static java.util.Comparator.comparing;

import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Candidates;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.loadbalancer.strategy.Strategy;

/** A user's own strategy, as the documentation shows it. */
public final class Newest implements Strategy {
    @Override
    public String name() {
        return "newest";
    }

    @Override
    public Picker compile(Candidates candidates) {
        Candidate newest = candidates.max(comparing(c -> c.instance().registeredAt()));
        return request -> newest;
    }
}
