package io.rollcall.benchmarks.peers;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** All peers by name. */
public final class Peers {
    private static final Map<String, IntFunction<Peer>> KNOWN = Map.ofEntries(
            Map.entry("armeria/round-robin", ArmeriaPeer::roundRobin),
            Map.entry("armeria/weighted-round-robin", ArmeriaPeer::weightedRoundRobin),
            Map.entry("armeria/sticky", ArmeriaPeer::sticky),
            Map.entry("dubbo/random", DubboPeer::random),
            Map.entry("dubbo/round-robin", DubboPeer::roundRobin),
            Map.entry("dubbo/least-active", DubboPeer::leastActive),
            Map.entry("dubbo/consistent-hash", DubboPeer::consistentHash),
            Map.entry("grpc/round-robin", GrpcPeer::roundRobin),
            Map.entry("grpc/least-request", GrpcPeer::leastRequest),
            Map.entry("grpc/ring-hash", GrpcPeer::ringHash),
            Map.entry("grpc/weighted-round-robin", GrpcPeer::weightedRoundRobin),
            Map.entry("nacos/weighted-random", NacosPeer::weightedRandom),
            Map.entry("ribbon/round-robin", RibbonPeer::roundRobin),
            Map.entry("ribbon/best-available", RibbonPeer::bestAvailable),
            Map.entry("ribbon/weighted-response-time", RibbonPeer::weightedResponseTime),
            Map.entry("ribbon/zone-avoidance", RibbonPeer::zoneAvoidance),
            Map.entry("spring/round-robin", SpringPeer::roundRobin),
            Map.entry("spring/round-robin-cached", SpringPeer::roundRobinCached),
            Map.entry("spring/weighted", SpringPeer::weighted),
            Map.entry("spring/hint", SpringPeer::hint),
            Map.entry("stork/round-robin", StorkPeer::roundRobin),
            Map.entry("stork/random", StorkPeer::random),
            Map.entry("stork/power-of-two-choices-call", StorkPeer::powerOfTwoChoices),
            Map.entry("stork/least-response-time-call", StorkPeer::leastResponseTime));

    private Peers() {}

    /** Their names: library and algorithm. Unmodifiable. */
    public static SortedSet<String> names() {
        return new TreeSet<>(KNOWN.keySet());
    }

    static Peer open(String name, int n) {
        IntFunction<Peer> peer = KNOWN.get(name);
        if (peer == null) {
            throw new IllegalArgumentException("peer: \"" + name + "\" (expected: one of " + names() + ")");
        }
        return peer.apply(n);
    }
}
