package io.rollcall.benchmarks.bench;

import io.rollcall.benchmarks.peers.PeerPicks;
import io.rollcall.benchmarks.peers.Peers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Other libraries' picks, each against Rollcall's equivalent strategy. */
final class PeerCases {
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("armeria/round-robin", "choose/round-robin"),
            Map.entry("armeria/weighted-round-robin", "choose/smooth-weighted-round-robin"),
            Map.entry("armeria/sticky", "choose/maglev"),
            Map.entry("dubbo/random", "choose/weighted-random"),
            Map.entry("dubbo/round-robin", "choose/smooth-weighted-round-robin"),
            Map.entry("dubbo/least-active", "choose/least-request"),
            Map.entry("dubbo/consistent-hash", "choose/maglev"),
            Map.entry("grpc/round-robin", "choose/round-robin"),
            Map.entry("grpc/least-request", "choose/least-request"),
            Map.entry("grpc/ring-hash", "choose/maglev"),
            Map.entry("grpc/weighted-round-robin", "choose/smooth-weighted-round-robin"),
            Map.entry("nacos/weighted-random", "choose/weighted-random"),
            Map.entry("ribbon/round-robin", "choose/round-robin"),
            Map.entry("ribbon/best-available", "choose/least-request"),
            Map.entry("ribbon/weighted-response-time", "choose/peak-ewma"),
            Map.entry("ribbon/zone-avoidance", "choose/route/zone"),
            Map.entry("spring/round-robin", "choose/round-robin"),
            Map.entry("spring/round-robin-cached", "choose/round-robin"),
            Map.entry("spring/weighted", "choose/weighted-random"),
            Map.entry("spring/hint", "choose/route/canary"),
            Map.entry("stork/round-robin", "choose/round-robin"),
            Map.entry("stork/random", "choose/random"),
            Map.entry("stork/power-of-two-choices-call", "select/least-request"),
            Map.entry("stork/least-response-time-call", "select/peak-ewma"));

    private PeerCases() {}

    /** At every size. */
    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        PickCases.SIZES.forEach(n -> cases.addAll(at(n)));
        return cases;
    }

    /** At the typical size only. */
    static List<Case> quick() {
        return at(PickCases.TYPICAL);
    }

    /** The peers, and before them what they are compared with. */
    private static List<Case> at(int n) {
        Set<String> compared = new HashSet<>(OURS.values());
        List<Case> cases = new ArrayList<>(PickCases.at(n, 1).stream()
                .filter(c -> compared.contains(c.name()))
                .map(c -> c.against(List.of()))
                .toList());
        Set<String> known = new HashSet<>();
        cases.forEach(c -> known.add(c.name()));
        for (String peer : Peers.names()) {
            String ours = OURS.getOrDefault(peer, "");
            cases.add(Case.of("peer/" + peer, PeerPicks.class, "pick", n, 1)
                    .with("peer", peer)
                    .ofPeer(peer.substring(0, peer.indexOf('/')))
                    .against(known.contains(ours) ? List.of(ours) : List.of()));
        }
        return cases;
    }
}
