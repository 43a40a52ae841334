package io.rollcall.loadbalancer.strategy;

import java.math.BigInteger;

/** Options of {@link Strategies#maglev(java.util.function.Consumer)}. Not threadsafe. */
public final class MaglevOptions {
    private static final int LEAST = 100;
    private static final int MOST = 5_000_011;

    int tableSize = 65_537;
    double boundedLoad = BoundedLoad.OFF;

    MaglevOptions() {}

    /**
     * The slots of the table. Default: 65,537. For shares even to 1 % it should be a hundred times the number of
     * instances.
     *
     * @throws IllegalArgumentException if it is no prime from 101 to 5,000,011
     */
    public MaglevOptions tableSize(int slots) {
        if (slots <= LEAST || slots > MOST || !BigInteger.valueOf(slots).isProbablePrime(50)) {
            throw new IllegalArgumentException(
                    "tableSize: " + slots + " (expected: a prime > " + LEAST + ", at most " + MOST + ")");
        }
        this.tableSize = slots;
        return this;
    }

    /**
     * No instance takes more than {@code factor} times its share of the calls in flight; what is too much for it goes
     * to the key's next choice. Default: no bound. 1.25 is usual.
     *
     * @throws IllegalArgumentException if it is not above 1 and at most 100
     */
    public MaglevOptions boundedLoad(double factor) {
        this.boundedLoad = BoundedLoad.checked(factor);
        return this;
    }
}
