package io.rollcall.loadbalancer.strategy;

/** Any of them, each as likely, without regard to weights. */
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
        return request -> all[random.below(all.length)];
    }
}
