package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.Locality;
import io.rollcall.loadbalancer.strategy.Picker;
import io.rollcall.loadbalancer.strategy.Randomness;
import io.rollcall.loadbalancer.weight.AliasTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The candidates of a pool by zone, and the share of this caller's traffic that each zone gets. */
record Zones(Map<String, List<TrackedCandidate>> candidates, Map<String, Double> shares) {

    static Zones of(Locality locality, List<TrackedCandidate> candidates, Callers callers) {
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

    /** A picker that draws the zone by its share and then asks that zone's own picker. */
    Picker picker(Randomness randomness, BiFunction<String, List<TrackedCandidate>, Picker> compile) {
        List<String> names = shares.keySet().stream().sorted().toList();
        Picker[] pickers = names.stream()
                .map(zone -> compile.apply(zone, candidates.getOrDefault(zone, List.of())))
                .toArray(Picker[]::new);
        if (pickers.length == 1) {
            return pickers[0];
        }
        AliasTable table = AliasTable.of(names.stream()
                .mapToDouble(zone -> shares.getOrDefault(zone, 0.0))
                .toArray());
        return request -> pickers[table.at(randomness.bits())].pick(request);
    }

    @Override
    public String toString() {
        return shares.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(e -> String.format(Locale.ROOT, "%s %.0f %%", e.getKey(), 100 * e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
