package io.rollcall.loadbalancer.strategy;

import io.rollcall.random.Randomness;

/** Equal keys go to the same instance, by a {@linkplain HashRing ring}: few keys move when instances come or go. */
final class RingHash implements Strategy {
    static final String NAME = "ring-hash";

    /** What a ring is built with, beside its members. */
    private record Size(int least, int most) {}

    private final Size size;
    private final double boundedLoad;

    RingHash(RingHashOptions options) {
        this.size = new Size(options.leastPoints, options.mostPoints);
        this.boundedLoad = options.boundedLoad;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Picker compile(Candidates candidates) {
        Members members = Members.of(candidates);
        HashRing ring = KeptTables.of(candidates)
                .get(
                        HashRing.class,
                        size,
                        members.ids(),
                        members.weights(),
                        () -> HashRing.of(members.ids(), members.weights(), size.least, size.most));
        Candidate[] all = members.all();
        Randomness random = candidates.randomness();
        if (boundedLoad == BoundedLoad.OFF) {
            return request -> all[ring.at(Placement.hash(request, candidates))];
        }
        BoundedLoad bound = new BoundedLoad(members, boundedLoad, random);
        return request -> all[bound.place(ring, Placement.hash(request, candidates))];
    }
}
