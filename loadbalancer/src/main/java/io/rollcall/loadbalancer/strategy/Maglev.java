package io.rollcall.loadbalancer.strategy;

import io.rollcall.random.Randomness;

/** Equal keys go to the same instance, by a {@linkplain MaglevTable table}: the most even and the fastest. */
final class Maglev implements Strategy {
    static final String NAME = "maglev";

    private final int tableSize;
    private final double boundedLoad;

    Maglev(MaglevOptions options) {
        this.tableSize = options.tableSize;
        this.boundedLoad = options.boundedLoad;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Picker compile(Candidates candidates) {
        Members members = Members.of(candidates);
        MaglevTable table = KeptTables.of(candidates)
                .get(
                        MaglevTable.class,
                        tableSize,
                        members.ids(),
                        members.weights(),
                        () -> MaglevTable.of(members.ids(), members.weights(), tableSize));
        Candidate[] all = members.all();
        Randomness random = candidates.randomness();
        if (boundedLoad == BoundedLoad.OFF) {
            return request -> all[table.at(Placement.hash(request, candidates))];
        }
        BoundedLoad bound = new BoundedLoad(members, boundedLoad, random);
        return request -> all[bound.place(table, Placement.hash(request, candidates))];
    }
}
