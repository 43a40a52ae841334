package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.internal.algorithm.AliasTable;
import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.model.RequestContext;
import io.rollcall.random.Randomness;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The candidates of a pool by zone, and the share of this caller's traffic that each zone gets. */
record Zones(Map<String, List<TrackedCandidate>> candidates, Map<String, Double> shares) {
    private static final int DRAW_BITS = 53;

    static Zones of(Locality locality, List<TrackedCandidate> candidates, CallerFleet callers) {
        Map<String, List<TrackedCandidate>> byZone = candidates.stream()
                .collect(Collectors.groupingBy(
                        c -> c.instance().zone() == null
                                ? ""
                                : String.valueOf(c.instance().zone()),
                        TreeMap::new,
                        Collectors.toList()));
        Map<String, Double> capacity = new TreeMap<>();
        byZone.forEach((zone, members) -> capacity.put(
                zone, members.stream().mapToDouble(TrackedCandidate::weight).sum()));
        return new Zones(byZone, ZoneSpill.shares(locality, capacity, callers.zoneShares()));
    }

    /** A picker that draws the zone by its share and then uses that zone's own picker. */
    Picker picker(Randomness randomness, BiFunction<String, List<TrackedCandidate>, Picker> compile) {
        List<String> names = shares.keySet().stream().sorted().toList();
        Picker[] pickers = names.stream()
                .map(zone -> compile.apply(zone, candidates.getOrDefault(zone, List.of())))
                .toArray(Picker[]::new);
        if (pickers.length == 1) {
            return pickers[0];
        }
        double[] drawn = names.stream()
                .mapToDouble(zone -> shares.getOrDefault(zone, 0.0))
                .toArray();
        int most = IntStream.range(0, drawn.length)
                .boxed()
                .max(Comparator.comparingDouble(zone -> drawn[zone]))
                .orElseThrow();
        return mostly(pickers[most], drawn[most], pickers, AliasTable.of(without(most, drawn)), randomness);
    }

    /** The zone with the greatest share comes first: one comparison that is nearly always true. */
    private static Picker mostly(
            Picker first, double share, Picker[] pickers, AliasTable others, Randomness randomness) {
        long bound = (long) (share * (1L << DRAW_BITS));
        return new Picker() {
            @Override
            public Candidate pick(RequestContext request) {
                return randomness.bits() >>> Long.SIZE - DRAW_BITS < bound
                        ? first.pick(request)
                        : pickers[others.at(randomness.bits())].pick(request);
            }

            @Override
            public @Nullable Candidate pickOther(RequestContext request, Predicate<Candidate> tried) {
                Candidate other = first.pickOther(request, tried);
                for (int i = 0; other == null && i < pickers.length; i++) {
                    other = pickers[i].pickOther(request, tried);
                }
                return other;
            }
        };
    }

    private static double[] without(int left, double[] shares) {
        double[] others = shares.clone();
        others[left] = 0;
        return others;
    }

    @Override
    public String toString() {
        return shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(e -> String.format(Locale.ROOT, "%s %.0f %%", e.getKey(), 100 * e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
