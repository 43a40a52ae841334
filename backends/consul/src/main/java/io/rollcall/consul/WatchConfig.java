package io.rollcall.consul;

import java.time.Duration;

/**
 * How services are watched.
 *
 * @param queries how many services of one watch have a query that waits for their news; each holds a thread here, and
 *     at the agent one of the 200 connections that it allows a client's address by default. Further services are polled
 * @param patience how long a query waits at the agent; the agent adds up to a sixteenth
 * @param poll how often each of the other services is asked for; less often while there are very many
 */
record WatchConfig(int queries, Duration patience, Duration poll) {
    private static final int AGENT_JITTER = 16;
    private static final int POLLS_UNDER_WAY = 8;
    /** Two watches stand beside each other for a moment while one takes over from the other. */
    private static final int WATCHES = 2;

    /** {@code queries} services with a query of 30 s, the others every 5 s. */
    static WatchConfig of(int queries) {
        return new WatchConfig(queries, Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    int maxQueries() {
        return WATCHES * (queries + POLLS_UNDER_WAY);
    }

    Duration longestWait() {
        return patience.plus(patience.dividedBy(AGENT_JITTER));
    }
}
