package io.rollcall.loadbalancer.strategy;

import java.math.BigInteger;

/**
 * Options of {@link Strategies#maglev(java.util.function.Consumer)}. Not threadsafe.
 *
 * @since 0.1
 */
public final class MaglevOptions {
    /** The default number of slots. */
    public static final int DEFAULT_TABLE_SIZE = 65_537;
    /** The greatest number of slots that can be set. */
    public static final int MAX_TABLE_SIZE = 5_000_011;

    private static final int LEAST = 100;

    int tableSize = DEFAULT_TABLE_SIZE;
    double boundedLoad = BoundedLoad.OFF;

    MaglevOptions() {}

    /**
     * The slots of the table. Default: 65,537. For shares even to 1 % it should be a hundred times the number of
     * instances.
     *
     * @throws IllegalArgumentException if it is not a prime from 101 to 5,000,011
     */
    public MaglevOptions tableSize(int slots) {
        if (slots <= LEAST
                || slots > MAX_TABLE_SIZE
                || !BigInteger.valueOf(slots).isProbablePrime(50)) {
            throw new IllegalArgumentException(
                    "tableSize: " + slots + " (expected: a prime > " + LEAST + ", at most " + MAX_TABLE_SIZE + ")");
        }
        this.tableSize = slots;
        return this;
    }

    /**
     * No instance takes more than {@code factor} times its share of the calls in flight; further calls go to the key's
     * next choice. Default: no bound. 1.25 is usual.
     *
     * @throws IllegalArgumentException if it is not above 1 and at most 100
     */
    public MaglevOptions boundedLoad(double factor) {
        this.boundedLoad = BoundedLoad.checked(factor);
        return this;
    }
}
