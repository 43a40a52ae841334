package io.rollcall.benchmarks.peers;

/** Another library's balancer over a fleet. Threadsafe. */
@FunctionalInterface
interface Peer {

    /** What it chose. */
    Object pick();
}
