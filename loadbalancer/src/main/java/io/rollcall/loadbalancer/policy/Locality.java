package io.rollcall.loadbalancer.policy;

import java.util.List;

/**
 * Calls stay in the caller's zone as far as it can carry them; the rest goes to zones that have capacity to spare, by
 * Envoy's zone-aware percentages, with weights as capacity. Immutable and threadsafe.
 *
 * <p>Making one throws {@link IllegalArgumentException} if {@code minInstances} is negative.
 *
 * @param zone the caller's own zone
 * @param minInstances with fewer eligible instances than this, zones are not looked at
 * @param fallback zones that get what is left over first, in this order, each as far as it has capacity to spare
 */
public record Locality(String zone, int minInstances, List<String> fallback) {
    private static final int ENVOYS_MINIMUM = 6;

    public Locality {
        PolicyChecks.atLeast("minInstances", minInstances, 0);
        fallback = List.copyOf(fallback);
    }

    /** For callers in {@code zone}, from 6 instances on. */
    public static Locality in(String zone) {
        return new Locality(zone, ENVOYS_MINIMUM, List.of());
    }

    /** The same with another minimum. */
    public Locality minInstances(int instances) {
        return new Locality(zone, instances, fallback);
    }

    /** The same with an order of zones. */
    public Locality fallback(String... zones) {
        return new Locality(zone, minInstances, List.of(zones));
    }
}
