package io.rollcall.loadbalancer.strategy;

/** Options of {@link Strategies#ringHash(java.util.function.Consumer)}. Not threadsafe. */
public final class RingHashOptions {
    private static final int MOST = 8_388_608;

    int leastPoints = 1_024;
    int mostPoints = 4_096;
    double boundedLoad = BoundedLoad.OFF;

    RingHashOptions() {}

    /**
     * How many points all instances have together. Default: 1,024 to 4,096. More points make shares more even: with p
     * points an instance's share is off by about 1/√p. Each instance has at least one.
     *
     * @throws IllegalArgumentException unless {@code 1 <= least <= most <= 8388608}
     */
    public RingHashOptions points(int least, int most) {
        if (least < 1 || most < least || most > MOST) {
            throw new IllegalArgumentException(
                    "points: " + least + ", " + most + " (expected: 1 <= least <= most <= " + MOST + ")");
        }
        this.leastPoints = least;
        this.mostPoints = most;
        return this;
    }

    /**
     * No instance takes more than {@code factor} times its share of the calls in flight; what is too much for it goes
     * to the key's next choice. Default: no bound. 1.25 is usual.
     *
     * @throws IllegalArgumentException if it is not above 1 and at most 100
     */
    public RingHashOptions boundedLoad(double factor) {
        this.boundedLoad = BoundedLoad.checked(factor);
        return this;
    }
}
