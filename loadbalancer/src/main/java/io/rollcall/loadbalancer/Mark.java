package io.rollcall.loadbalancer;

/**
 * Put on candidates when they are given to a picker, and compared by identity: it identifies the picker, and tells from
 * which destination a candidate was picked.
 */
final class Mark {
    private final String destination;

    Mark(String destination) {
        this.destination = destination;
    }

    /** The label of the destination's pools. */
    String destination() {
        return destination;
    }
}
