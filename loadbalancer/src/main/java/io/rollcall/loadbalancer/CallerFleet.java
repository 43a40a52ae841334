package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.internal.algorithm.Hash;
import io.rollcall.loadbalancer.policy.FleetSubset;
import io.rollcall.model.ServiceInstance;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The fleet to which this caller belongs: where its instances are, and which of them use which instance of the service.
 * Immutable.
 *
 * @param ids sorted; empty if the fleet is not known
 * @param zoneShares the share of callers in each zone; empty if that is not known
 */
record CallerFleet(List<String> ids, Map<String, Double> zoneShares) {
    static final CallerFleet UNKNOWN = new CallerFleet(List.of(), Map.of());
    /** A fleet's whole assignment is computed up to this many pairs of caller and instance: about 20 ms. */
    private static final long MOST_PAIRS = 4_000_000;
    /** No instance gets more than this times its fair number of callers. */
    private static final double MOST_LOAD = 1.05;

    static CallerFleet of(List<ServiceInstance> fleet) {
        List<ServiceInstance> placed =
                fleet.stream().filter(caller -> caller.zone() != null).toList();
        Map<String, Double> shares = placed.stream()
                .collect(Collectors.groupingBy(
                        caller -> String.valueOf(caller.zone()),
                        TreeMap::new,
                        Collectors.summingDouble(caller -> 1.0 / placed.size())));
        return new CallerFleet(fleet.stream().map(ServiceInstance::id).sorted().toList(), shares);
    }

    /** The instances that this caller uses. */
    List<TrackedCandidate> subset(List<TrackedCandidate> candidates, FleetSubset fleetSubset) {
        if (!fleetSubset.isOn() || candidates.size() <= fleetSubset.size()) {
            return candidates;
        }
        boolean known = ids.contains(fleetSubset.caller());
        return known && (long) ids.size() * candidates.size() <= MOST_PAIRS
                ? fairShare(candidates, fleetSubset)
                : nearest(candidates, fleetSubset.caller(), fleetSubset.size());
    }

    /**
     * The k instances of the highest hash of caller and instance (rendezvous, as gRPC A68): needs no further knowledge,
     * and an instance that comes or goes moves few; but the load varies at random.
     */
    private static List<TrackedCandidate> nearest(List<TrackedCandidate> candidates, String caller, int size) {
        long seed = Hash.of(caller);
        return candidates.stream()
                .sorted(Comparator.comparingLong((TrackedCandidate c) ->
                                affinity(seed, c.instance().id()))
                        .reversed())
                .limit(size)
                .toList();
    }

    /**
     * The same hashes with bounded load: callers choose in one fixed order, and an instance that has its share is
     * skipped. Every caller computes the same assignment.
     */
    private List<TrackedCandidate> fairShare(List<TrackedCandidate> candidates, FleetSubset fleetSubset) {
        int n = candidates.size();
        int most = (int) Math.ceil(MOST_LOAD * ids.size() * fleetSubset.size() / n);
        int[] load = new int[n];
        long[] hashes =
                candidates.stream().mapToLong(c -> Hash.of(c.instance().id())).toArray();
        for (String caller : ids) {
            int[] chosen = choose(Hash.of(caller), hashes, load, most, fleetSubset.size());
            if (caller.equals(fleetSubset.caller())) {
                return Arrays.stream(chosen).sorted().mapToObj(candidates::get).toList();
            }
        }
        throw new IllegalStateException("caller: " + fleetSubset.caller() + " (expected: one of the fleet)");
    }

    private static int[] choose(long seed, long[] hashes, int[] load, int most, int size) {
        long[] best = new long[size];
        int[] chosen = new int[size];
        int filled = 0;
        for (int round = 0; filled < size; round++) {
            // A second round, with no bound, only where the bound left too few.
            for (int i = 0; i < hashes.length; i++) {
                if (load[i] < most || round > 0) {
                    filled = insert(best, chosen, filled, Hash.mix(seed ^ hashes[i]), i);
                }
            }
        }
        for (int i : chosen) {
            load[i]++;
        }
        return chosen;
    }

    /** Keeps the highest hashes in falling order. */
    private static int insert(long[] best, int[] chosen, int filled, long hash, int index) {
        int at = filled;
        while (at > 0 && best[at - 1] < hash) {
            at--;
        }
        boolean there = at > 0 && chosen[at - 1] == index && best[at - 1] == hash;
        if (there || at == best.length) {
            return filled;
        }
        int last = Math.min(filled, best.length - 1);
        System.arraycopy(best, at, best, at + 1, last - at);
        System.arraycopy(chosen, at, chosen, at + 1, last - at);
        best[at] = hash;
        chosen[at] = index;
        return Math.min(filled + 1, best.length);
    }

    private static long affinity(long seed, String instance) {
        return Hash.mix(seed ^ Hash.of(instance));
    }
}
