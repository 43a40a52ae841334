package io.rollcall.loadbalancer.strategy;

/** Equal keys go to the same instance, by a {@linkplain MaglevTable table}: the most even and the fastest. */
final class Maglev extends TableStrategy<MaglevTable> {
    static final String NAME = "maglev";

    private final int tableSize;

    Maglev(MaglevOptions options) {
        super(MaglevTable.class, options.tableSize, options.boundedLoad);
        this.tableSize = options.tableSize;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    MaglevTable build(String[] ids, double[] weights) {
        return MaglevTable.of(ids, weights, tableSize);
    }
}
