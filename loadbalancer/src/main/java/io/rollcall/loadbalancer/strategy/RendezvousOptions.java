package io.rollcall.loadbalancer.strategy;

/**
 * Options of {@link Strategies#rendezvous(java.util.function.Consumer)}. Not threadsafe.
 *
 * @since 0.1
 */
public final class RendezvousOptions {
    double boundedLoad = BoundedLoad.OFF;

    RendezvousOptions() {}

    /**
     * No instance takes more than {@code factor} times its share of the calls in flight; further calls go to the key's
     * next choice. Default: no bound. 1.25 is usual.
     *
     * @throws IllegalArgumentException if it is not above 1 and at most 100
     */
    public RendezvousOptions boundedLoad(double factor) {
        this.boundedLoad = BoundedLoad.checked(factor);
        return this;
    }
}
