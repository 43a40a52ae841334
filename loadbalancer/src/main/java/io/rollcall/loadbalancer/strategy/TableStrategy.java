package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.Hash;
import io.rollcall.model.RequestContext;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
        return boundedLoad == BoundedLoad.OFF
                ? new TablePicker(candidates, members.all(), table)
                : new BoundedPicker(
                        candidates,
                        members.all(),
                        table,
                        new BoundedLoad(members, boundedLoad, candidates.randomness()));
    }

    /** Where a key belongs. */
    private static class TablePicker implements Picker {
        final Candidates candidates;
        final Candidate[] all;
        final Placement table;

        TablePicker(Candidates candidates, Candidate[] all, Placement table) {
            this.candidates = candidates;
            this.all = all;
            this.table = table;
        }

        @Override
        public Candidate pick(RequestContext request) {
            return all[table.at(Placement.hash(request, candidates))];
        }

        @Override
        public @Nullable Candidate pickOther(RequestContext request, Predicate<Candidate> tried) {
            String key = candidates.key(request);
            return key == null ? null : next(Hash.ofKey(key, Placement.SALT), tried);
        }

        @Nullable
        Candidate next(long hash, Predicate<Candidate> excluded) {
            int next = table.next(hash, i -> excluded.test(all[i]));
            return next < 0 ? null : all[next];
        }
    }

    /** Where a key belongs, or the first with room on its walk. */
    private static final class BoundedPicker extends TablePicker {
        private final BoundedLoad bound;

        BoundedPicker(Candidates candidates, Candidate[] all, Placement table, BoundedLoad bound) {
            super(candidates, all, table);
            this.bound = bound;
        }

        @Override
        public Candidate pick(RequestContext request) {
            return all[bound.place(table, Placement.hash(request, candidates))];
        }

        @Override
        @Nullable
        Candidate next(long hash, Predicate<Candidate> excluded) {
            int next = table.next(hash, i -> excluded.test(all[i]) || !bound.hasRoom(i));
            return next < 0 ? super.next(hash, excluded) : all[next];
        }
    }
}
