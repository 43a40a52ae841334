package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.policy.Locality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which share of this caller's traffic goes to which zone: Envoy's zone-aware routing, with weights as capacity.
 *
 * <p>If the caller's zone has at least the share of capacity that it has of callers, all stays. Else capacity share
 * over caller share stays, and the rest goes to zones whose share of capacity exceeds their share of callers, in
 * proportion to their spare capacity.
 */
final class ZoneSpill {
    /** Shares below this are rounding errors. */
    private static final double LEAST = 1e-9;

    private ZoneSpill() {}

    /**
     * The shares by zone, adding up to 1; only zones with a share.
     *
     * @param capacity the weight in each zone, in all above 0
     * @param callers the share of callers in each zone; empty for as many in each zone that has capacity, and the
     *     caller's own
     */
    static Map<String, Double> shares(Locality locality, Map<String, Double> capacity, Map<String, Double> callers) {
        double all = capacity.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> demand = callers.isEmpty() ? evenly(locality.zone(), capacity) : callers;
        double here = capacity.getOrDefault(locality.zone(), 0.0) / all;
        double wanted = demand.getOrDefault(locality.zone(), 0.0);
        if (here > 0 && here >= wanted) {
            return Map.of(locality.zone(), 1.0);
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        double stays = wanted > 0 ? here / wanted : 0;
        if (stays > 0) {
            shares.put(locality.zone(), stays);
        }
        Map<String, Double> spare = spare(locality, capacity, all, demand);
        double left = inOrder(1 - stays, wanted, locality.fallback(), spare, shares);
        inProportion(left, spare.isEmpty() ? others(locality, capacity) : spare, shares);
        return shares;
    }

    /** Gives the rest to the zones of the fallback order, each up to its spare capacity; returns what is left. */
    private static double inOrder(
            double rest, double wanted, List<String> order, Map<String, Double> spare, Map<String, Double> shares) {
        double unit = wanted > 0 ? wanted : 1;
        double left = rest;
        for (String zone : order) {
            double takes = Math.min(left, spare.getOrDefault(zone, 0.0) / unit);
            if (takes > 0) {
                shares.merge(zone, takes, Double::sum);
                left -= takes;
            }
            spare.remove(zone);
        }
        return left;
    }

    private static void inProportion(double rest, Map<String, Double> by, Map<String, Double> shares) {
        double sum = by.values().stream().mapToDouble(Double::doubleValue).sum();
        if (rest > LEAST && sum > 0) {
            by.forEach((zone, part) -> shares.merge(zone, rest * part / sum, Double::sum));
        }
    }

    /** What each other zone can carry beyond its own callers. */
    private static Map<String, Double> spare(
            Locality locality, Map<String, Double> capacity, double all, Map<String, Double> demand) {
        Map<String, Double> spare = new TreeMap<>();
        capacity.forEach((zone, weight) -> {
            double over = weight / all - demand.getOrDefault(zone, 0.0);
            if (!zone.equals(locality.zone()) && over > LEAST) {
                spare.put(zone, over);
            }
        });
        return spare;
    }

    /** Where no zone has spare capacity, all others share the rest. */
    private static Map<String, Double> others(Locality locality, Map<String, Double> capacity) {
        Map<String, Double> others = new TreeMap<>(capacity);
        others.remove(locality.zone());
        return others;
    }

    private static Map<String, Double> evenly(String own, Map<String, Double> capacity) {
        int zones = capacity.containsKey(own) ? capacity.size() : capacity.size() + 1;
        Map<String, Double> even = new TreeMap<>();
        capacity.keySet().forEach(zone -> even.put(zone, 1.0 / zones));
        even.put(own, 1.0 / zones);
        return even;
    }
}
