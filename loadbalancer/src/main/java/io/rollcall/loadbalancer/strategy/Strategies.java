package io.rollcall.loadbalancer.strategy;

import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The strategies that come with Rollcall, and the look-up of any by name. */
public final class Strategies {
    private Strategies() {}

    /** One after the other. Name: {@code round-robin}. */
    public static Strategy roundRobin() {
        return new RoundRobin();
    }

    /** Each as likely. Name: {@code random}. */
    public static Strategy random() {
        return new RandomChoice();
    }

    /** As likely as its weight. Name: {@code weighted-random}. */
    public static Strategy weightedRandom() {
        return new WeightedRandom();
    }

    /** The less busy of two drawn at random. The default. Name: {@code least-request}. */
    public static Strategy leastRequest() {
        return leastRequest(LeastRequest.DEFAULT_CHOICES);
    }

    /**
     * The least busy of {@code choices} drawn at random.
     *
     * @throws IllegalArgumentException if {@code choices} is below 2
     */
    public static Strategy leastRequest(int choices) {
        return new LeastRequest(choices);
    }

    /**
     * A new strategy by its name: one of the above, or one that {@link ServiceLoader} finds.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that are
     */
    public static Strategy named(String name) {
        TreeMap<String, Supplier<Strategy>> known = new TreeMap<>();
        for (ServiceLoader.Provider<Strategy> provider :
                ServiceLoader.load(Strategy.class).stream().toList()) {
            known.put(provider.get().name(), provider);
        }
        builtIn().forEach(strategy -> known.put(strategy.get().name(), strategy));
        Supplier<Strategy> found = known.get(name);
        if (found == null) {
            throw new IllegalArgumentException("strategy: \"" + name + "\" (expected: one of " + known.keySet() + ")");
        }
        return found.get();
    }

    private static List<Supplier<Strategy>> builtIn() {
        return List.of(
                Strategies::roundRobin, Strategies::random, Strategies::weightedRandom, Strategies::leastRequest);
    }
}
