package io.rollcall.loadbalancer.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The tables of the last two sets of members, kept over updates: a table is computed when members or weights change,
 * and not when one instance is left out for a while and returns, nor when other metadata changes. Tables depend on
 * nothing but the arguments, so it makes no difference whether one was kept. They hold no instances.
 *
 * <p><em>Concurrency:</em> under its own monitor. Used while compiling, never by a pick.
 */
final class KeptTables {
    private static final int MOST = 2;

    private List<Kept> latest = List.of();

    static KeptTables of(Candidates candidates) {
        return candidates.keep(KeptTables.class, KeptTables::new);
    }

    /**
     * The table for these members, built unless it was kept.
     *
     * @param type what kind of table
     * @param options what it depends on apart from the members
     */
    synchronized <T> T get(Class<T> type, Object options, String[] ids, double[] weights, Supplier<T> build) {
        Kept kept = latest.stream()
                .filter(k -> type.isInstance(k.table) && k.isFor(options, ids, weights))
                .findFirst()
                .orElseGet(() -> new Kept(options, ids, weights, build.get()));
        latest = Stream.concat(Stream.of(kept), latest.stream().filter(k -> k != kept))
                .limit(MOST)
                .toList();
        return type.cast(kept.table);
    }

    private static final class Kept {
        private final Object options;
        private final String[] ids;
        private final double[] weights;
        private final Object table;

        Kept(Object options, String[] ids, double[] weights, Object table) {
            this.options = options;
            this.ids = ids;
            this.weights = weights;
            this.table = table;
        }

        boolean isFor(Object otherOptions, String[] otherIds, double[] otherWeights) {
            return options.equals(otherOptions) && Arrays.equals(weights, otherWeights) && Arrays.equals(ids, otherIds);
        }
    }
}
