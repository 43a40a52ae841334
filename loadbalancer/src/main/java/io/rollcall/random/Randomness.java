package io.rollcall.random;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A source of random numbers. Threadsafe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Randomness {

    /** 64 uniform bits. */
    long bits();

    /** A uniform number from 0 to {@code bound - 1}; the bias is below {@code bound / 2^32}. */
    default int below(int bound) {
        return (int) (((bits() >>> 32) * bound) >>> 32);
    }

    /** A uniform number from 0 (inclusive) to 1 (exclusive). */
    default double unit() {
        return (bits() >>> 11) * 0x1.0p-53;
    }

    /** A generator of the calling thread's own, so that threads do not contend. */
    static Randomness perThread() {
        return () -> ThreadLocalRandom.current().nextLong();
    }

    /** The same numbers for the same seed (SplitMix64 by Steele, Lea and Flood, over one shared counter). */
    static Randomness seeded(long seed) {
        AtomicLong state = new AtomicLong(seed);
        return () -> {
            long z = state.addAndGet(0x9e3779b97f4a7c15L);
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        };
    }
}
