package io.rollcall.loadbalancer;

import io.rollcall.loadbalancer.strategy.Candidate;
import io.rollcall.loadbalancer.strategy.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * Put on the candidates of one pool, and compared by identity: what a strategy's picker returns must be one of the
 * candidates that it was compiled for. The check is one comparison, on an object that the pick has read anyway.
 */
final class Mark {
    private final String destination;
    private final String service;
    private final Strategy strategy;

    /** @param destination the label of the pool */
    Mark(String destination, String service, Strategy strategy) {
        this.destination = destination;
        this.service = service;
        this.strategy = strategy;
    }

    String destination() {
        return destination;
    }

    /**
     * What a picker returned, if it has this mark.
     *
     * @throws IllegalStateException if it does not; the message names strategy and service
     */
    TrackedCandidate checked(@Nullable Candidate picked) {
        if (picked instanceof TrackedCandidate candidate && candidate.mark() == this) {
            return candidate;
        }
        throw foreign(picked);
    }

    private IllegalStateException foreign(@Nullable Candidate picked) {
        String what = picked == null
                ? "null"
                : picked instanceof TrackedCandidate candidate
                        ? candidate.instance().id() + " of "
                                + candidate.instance().service()
                        : "a " + picked.getClass().getName();
        return new IllegalStateException("strategy " + strategy.name() + " for " + service + ": its picker returned "
                + what + " (expected: one of the candidates that it was compiled for). Next: return candidates as they"
                + " were given to compile, and keep none of them in the strategy");
    }
}
