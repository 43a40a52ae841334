package io.rollcall.loadbalancer.internal.algorithm;

/** Hashes that are the same on every machine and in every run. */
public final class Hash {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Hash() {}

    /** 64 bits of {@code text}: FNV-1a over its characters, then {@link #mix}. */
    public static long of(CharSequence text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /**
     * 64 bits of a request's key. It starts from {@link String#hashCode()}, which the language defines and a string
     * caches; two keys of one hash code stay together. Hashes of different {@code salt} are independent.
     */
    public static long ofKey(String key, long salt) {
        return mix(key.hashCode() + salt);
    }

    /** Spreads a few bits over all 64 (the finalizer of SplitMix64). */
    public static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A uniform number from 0 to {@code bound - 1} out of a uniform hash. */
    public static int below(long hash, int bound) {
        return (int) (((hash >>> 32) * bound) >>> 32);
    }
}
