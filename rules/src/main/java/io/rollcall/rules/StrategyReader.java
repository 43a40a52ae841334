package io.rollcall.rules;

import io.rollcall.loadbalancer.strategy.MaglevOptions;
import io.rollcall.loadbalancer.strategy.PeakEwmaOptions;
import io.rollcall.loadbalancer.strategy.RendezvousOptions;
import io.rollcall.loadbalancer.strategy.RingHashOptions;
import io.rollcall.loadbalancer.strategy.Strategies;
import io.rollcall.loadbalancer.strategy.Strategy;
import java.util.SortedSet;
import java.util.function.Consumer;

/** Reads a strategy: its name, or a mapping with its name and its options. */
final class StrategyReader {
    private static final int MAX_CHOICES = 1_000;

    private StrategyReader() {}

    static void read(Value value, Consumer<Strategy> taker) {
        if (value.isMapping()) {
            value.fields(fields -> fields.need(
                    "name",
                    name -> name.text(text -> {
                        named(name, text, taker);
                        withOptions(fields, text, taker);
                    })));
        } else {
            value.text("the name of a strategy, or a mapping with name and options", name -> named(value, name, taker));
        }
    }

    static void named(Value value, String name, Consumer<Strategy> taker) {
        SortedSet<String> known = Strategies.names();
        if (known.contains(name)) {
            taker.accept(Strategies.named(name));
        } else {
            value.expected("one of " + known + Suggestion.of(name, known));
        }
    }

    /** Only the options of the strategy are read, so that others are problems. */
    private static void withOptions(Fields fields, String name, Consumer<Strategy> taker) {
        switch (name) {
            case "least-request" ->
                fields.read("choices", v -> v.integer(2, MAX_CHOICES, n -> taker.accept(Strategies.leastRequest(n))));
            case "peak-ewma" -> taker.accept(Strategies.peakEwma(options -> peakEwma(fields, options)));
            case "ring-hash" -> taker.accept(Strategies.ringHash(options -> ringHash(fields, options)));
            case "maglev" -> taker.accept(Strategies.maglev(options -> maglev(fields, options)));
            case "rendezvous" -> taker.accept(Strategies.rendezvous(options -> rendezvous(fields, options)));
            default -> {}
        }
    }

    private static void peakEwma(Fields fields, PeakEwmaOptions options) {
        fields.read("decay", v -> v.duration(options::decay))
                .read("penalty", v -> v.duration(options::penalty))
                .read("initial", v -> v.duration(options::initial))
                .read("choices", v -> v.integer(2, MAX_CHOICES, options::choices));
    }

    private static void ringHash(Fields fields, RingHashOptions options) {
        int[] points = {RingHashOptions.DEFAULT_MIN_POINTS, RingHashOptions.DEFAULT_MAX_POINTS};
        fields.read("boundedLoad", v -> v.number(options::boundedLoad))
                .read("minPoints", v -> v.integer(1, RingHashOptions.MAX_POINTS, n -> points[0] = n))
                .read("maxPoints", v -> v.integer(1, RingHashOptions.MAX_POINTS, n -> points[1] = n));
        if (!fields.has("maxPoints")) {
            points[1] = Math.max(points[0], points[1]);
        }
        fields.owner().take(() -> options.points(points[0], points[1]));
    }

    private static void maglev(Fields fields, MaglevOptions options) {
        fields.read("boundedLoad", v -> v.number(options::boundedLoad))
                .read("tableSize", v -> v.integer(1, MaglevOptions.MAX_TABLE_SIZE, options::tableSize));
    }

    private static void rendezvous(Fields fields, RendezvousOptions options) {
        fields.read("boundedLoad", v -> v.number(options::boundedLoad));
    }
}
