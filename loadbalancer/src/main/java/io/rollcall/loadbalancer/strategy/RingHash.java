package io.rollcall.loadbalancer.strategy;

/** Equal keys go to the same instance, by a {@linkplain HashRing ring}: few keys move when instances come or go. */
final class RingHash extends TableStrategy<HashRing> {
    static final String NAME = "ring-hash";

    /** How many points all members of a ring have together. */
    private record Size(int least, int most) {}

    private final Size size;

    RingHash(RingHashOptions options) {
        this(new Size(options.minPoints, options.maxPoints), options.boundedLoad);
    }

    private RingHash(Size size, double boundedLoad) {
        super(HashRing.class, size, boundedLoad);
        this.size = size;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    HashRing build(String[] ids, double[] weights) {
        return HashRing.of(ids, weights, size.least, size.most);
    }
}
