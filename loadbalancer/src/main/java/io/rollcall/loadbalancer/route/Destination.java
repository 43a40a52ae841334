package io.rollcall.loadbalancer.route;

/**
 * Where a route sends a share of its requests.
 *
 * <p>The constructor throws {@link IllegalArgumentException} if the weight is out of range.
 *
 * @param weight the share relative to the route's other destinations, 0 to 10,000
 * @param subset the instances that receive them
 * @since 0.1
 */
public record Destination(int weight, Subset subset) {
    /** The greatest weight. */
    public static final int MAX_WEIGHT = 10_000;

    public Destination {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: 0 to 10000)");
        }
    }
}
