package io.rollcall.loadbalancer.strategy;

import io.rollcall.loadbalancer.internal.algorithm.Hash;
import io.rollcall.model.RequestContext;
import java.util.function.IntPredicate;

/** Which member a hash belongs to. Immutable and threadsafe. */
interface Placement {
    /** Differs from a sticky split's, or all keys of one share of the split would belong to the same few members. */
    long SALT = 0x9e3779b97f4a7c15L;

    /** The index of the member that {@code hash} belongs to. */
    int at(long hash);

    /**
     * The index of the member that {@code hash} would belong to next, were those of {@code excluded} not there: the
     * same one for one hash, different ones for many. Or -1 if none is left.
     */
    int next(long hash, IntPredicate excluded);

    /** The hash of {@code request}: of its key, or a random one if it has none. */
    static long hash(RequestContext request, Candidates candidates) {
        String key = candidates.key(request);
        return key == null ? candidates.randomness().bits() : Hash.ofKey(key, SALT);
    }
}
