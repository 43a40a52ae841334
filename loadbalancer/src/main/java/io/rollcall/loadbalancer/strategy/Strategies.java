package io.rollcall.loadbalancer.strategy;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The strategies that come with Rollcall, and the look-up of any by name. Start with {@link #leastRequest()}, the
 * default; take {@link #peakEwma()} where instances differ in speed, {@link #smoothWeightedRoundRobin()} where shares
 * must be exact, and {@link #ringHash()} or {@link #maglev()} where equal keys must go to the same instance.
 *
 * <pre>{@code
 * ServicePolicy.builder().strategy(Strategies.maglev(o -> o.boundedLoad(1.25))).hashKey("user-id").build()
 * }</pre>
 *
 * <p>Strategies are stateless, so that one may serve many services.
 *
 * @since 0.1
 */
public final class Strategies {
    private Strategies() {}

    /** One after the other, without regard to weights. Name: {@code round-robin}. */
    public static Strategy roundRobin() {
        return new RoundRobin();
    }

    /**
     * One after the other, each as often as its weight says and spread evenly over the round. Name:
     * {@code smooth-weighted-round-robin}.
     */
    public static Strategy smoothWeightedRoundRobin() {
        return new SmoothWeightedRoundRobin();
    }

    /** Each as likely, without regard to weights. Name: {@code random}. */
    public static Strategy random() {
        return new RandomChoice();
    }

    /** As likely as its weight. Name: {@code weighted-random}. */
    public static Strategy weightedRandom() {
        return new WeightedRandom();
    }

    /** The less busy of two drawn at random by weight. The default. Name: {@code least-request}. */
    public static Strategy leastRequest() {
        return leastRequest(PowerOfChoices.DEFAULT_CHOICES);
    }

    /**
     * The least busy of {@code choices} different ones drawn at random by weight.
     *
     * @throws IllegalArgumentException if {@code choices} is below 2
     */
    public static Strategy leastRequest(int choices) {
        return new LeastRequest(choices);
    }

    /**
     * Of two drawn at random by weight, the one that is likely to respond sooner: by recent latency, where failures
     * count as slow, and calls in flight. Name: {@code peak-ewma}.
     */
    public static Strategy peakEwma() {
        return peakEwma(options -> {});
    }

    /** As {@link #peakEwma()}, with other options. */
    public static Strategy peakEwma(Consumer<PeakEwmaOptions> options) {
        return new PeakEwma(with(options, new PeakEwmaOptions()));
    }

    /**
     * Equal {@linkplain io.rollcall.model.RequestContext#key() keys} go to the same instance, whichever caller sends
     * them; few keys move when instances come or go. Requests without a key go to any. Name: {@code ring-hash}.
     */
    public static Strategy ringHash() {
        return ringHash(options -> {});
    }

    /** As {@link #ringHash()}, with other options. */
    public static Strategy ringHash(Consumer<RingHashOptions> options) {
        return new RingHash(with(options, new RingHashOptions()));
    }

    /**
     * As {@link #ringHash()}, with more even shares and a faster pick; when an instance goes, about twice as many keys
     * move as it had. Name: {@code maglev}.
     */
    public static Strategy maglev() {
        return maglev(options -> {});
    }

    /** As {@link #maglev()}, with other options. */
    public static Strategy maglev(Consumer<MaglevOptions> options) {
        return new Maglev(with(options, new MaglevOptions()));
    }

    /**
     * As {@link #ringHash()}, with even shares, and as few keys move as possible; but a pick looks at every instance.
     * Name: {@code rendezvous}.
     */
    public static Strategy rendezvous() {
        return rendezvous(options -> {});
    }

    /** As {@link #rendezvous()}, with other options. */
    public static Strategy rendezvous(Consumer<RendezvousOptions> options) {
        return new Rendezvous(with(options, new RendezvousOptions()));
    }

    /**
     * A new strategy by its name: one of the above, or one that {@link ServiceLoader} finds.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that exist
     */
    public static Strategy named(String name) {
        Map<String, Supplier<Strategy>> known = known();
        Supplier<Strategy> found = known.get(name);
        if (found == null) {
            throw new IllegalArgumentException("strategy: \"" + name + "\" (expected: one of " + known.keySet() + ")");
        }
        return found.get();
    }

    /** The names that {@link #named(String)} accepts, in order, as a new set. */
    public static SortedSet<String> names() {
        return new TreeSet<>(known().keySet());
    }

    /** Built-in strategies cannot be replaced by others of the same name. */
    private static Map<String, Supplier<Strategy>> known() {
        Map<String, Supplier<Strategy>> known = new TreeMap<>();
        for (ServiceLoader.Provider<Strategy> provider :
                ServiceLoader.load(Strategy.class).stream().toList()) {
            known.put(provider.get().name(), provider);
        }
        builtIn().forEach(strategy -> known.put(strategy.get().name(), strategy));
        return known;
    }

    private static List<Supplier<Strategy>> builtIn() {
        return List.of(
                Strategies::roundRobin,
                Strategies::smoothWeightedRoundRobin,
                Strategies::random,
                Strategies::weightedRandom,
                Strategies::leastRequest,
                Strategies::peakEwma,
                Strategies::ringHash,
                Strategies::maglev,
                Strategies::rendezvous);
    }

    private static <T> T with(Consumer<? super T> options, T defaults) {
        options.accept(defaults);
        return defaults;
    }
}
