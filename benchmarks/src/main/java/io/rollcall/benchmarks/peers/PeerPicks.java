package io.rollcall.benchmarks.peers;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A pick by another library. */
@State(Scope.Benchmark)
public class PeerPicks {
    /** Library and algorithm. */
    @Param("armeria/round-robin")
    public String peer = "";

    /** How many instances there are. */
    @Param("100")
    public int n;

    private Peer opened = Object::new;

    /** Sets the peer up. */
    @Setup
    public void open() {
        opened = Peers.open(peer, n);
    }

    /** Picks. */
    @Benchmark
    public Object pick() {
        return opened.pick();
    }
}
