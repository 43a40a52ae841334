package io.rollcall.loadbalancer.strategy;

import io.rollcall.random.Randomness;

/**
 * Equal keys go to the same instance, by a {@link Placement} that is built when members or weights change, and kept
 * while instances come and go.
 *
 * @param <T> the kind of table
 */
abstract class TableStrategy<T extends Placement> implements Strategy {
    private final Class<T> type;
    private final Object options;
    private final double boundedLoad;

    /**
     * @param type the class of what {@link #build} returns
     * @param options what it depends on apart from the members, compared by equals
     */
    TableStrategy(Class<T> type, Object options, double boundedLoad) {
        this.type = type;
        this.options = options;
        this.boundedLoad = boundedLoad;
    }

    abstract T build(String[] ids, double[] weights);

    @Override
    public final Picker compile(Candidates candidates) {
        Members members = Members.of(candidates);
        T table = KeptTables.of(candidates)
                .get(type, options, members.ids(), members.weights(), () -> build(members.ids(), members.weights()));
        Candidate[] all = members.all();
        Randomness random = candidates.randomness();
        if (boundedLoad == BoundedLoad.OFF) {
            return request -> all[table.at(Placement.hash(request, candidates))];
        }
        BoundedLoad bound = new BoundedLoad(members, boundedLoad, random);
        return request -> all[bound.place(table, Placement.hash(request, candidates))];
    }
}
