package io.rollcall.loadbalancer.strategy;

/**
 * Options of {@link Strategies#ringHash(java.util.function.Consumer)}. Not threadsafe.
 *
 * @since 0.1
 */
public final class RingHashOptions {
    /** The default of the least number of points. */
    public static final int DEFAULT_MIN_POINTS = 1_024;
    /** The default of the greatest number of points. */
    public static final int DEFAULT_MAX_POINTS = 4_096;
    /** The greatest number of points that can be set. */
    public static final int MAX_POINTS = 8_388_608;

    int minPoints = DEFAULT_MIN_POINTS;
    int maxPoints = DEFAULT_MAX_POINTS;
    double boundedLoad = BoundedLoad.OFF;

    RingHashOptions() {}

    /**
     * How many points all instances have together. Default: 1,024 to 4,096. More points make shares more even: with p
     * points an instance's share is off by about 1/√p. Each instance has at least one.
     *
     * @throws IllegalArgumentException unless {@code 1 <= least <= most <= 8388608}
     */
    public RingHashOptions points(int least, int most) {
        if (least < 1 || most < least || most > MAX_POINTS) {
            throw new IllegalArgumentException(
                    "points: " + least + ", " + most + " (expected: 1 <= least <= most <= " + MAX_POINTS + ")");
        }
        this.minPoints = least;
        this.maxPoints = most;
        return this;
    }

    /**
     * No instance takes more than {@code factor} times its share of the calls in flight; further calls go to the key's
     * next choice. Default: no bound. 1.25 is usual.
     *
     * @throws IllegalArgumentException if it is not above 1 and at most 100
     */
    public RingHashOptions boundedLoad(double factor) {
        this.boundedLoad = BoundedLoad.checked(factor);
        return this;
    }
}
