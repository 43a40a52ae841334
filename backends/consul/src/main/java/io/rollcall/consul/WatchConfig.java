package io.rollcall.consul;

import java.time.Duration;

/**
 * How services are watched.
 *
 * @param queries the most services of one watch with a blocking query; each takes a thread here, and at the agent one
 *     of the 200 connections that it allows a client's address by default. Further services are polled
 * @param longPoll how long a query blocks at the agent; the agent adds up to a sixteenth
 * @param pollPeriod the period of polling each of the other services; longer if there are very many
 */
record WatchConfig(int queries, Duration longPoll, Duration pollPeriod) {
    private static final int AGENT_JITTER = 16;
    private static final int CONCURRENT_POLLS = 8;
    /** Two watches are open for a moment while one takes over from the other. */
    private static final int WATCHES = 2;

    /** {@code queries} services with a blocking query of 30 s, the others polled every 5 s. */
    static WatchConfig of(int queries) {
        return new WatchConfig(queries, Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    int maxQueries() {
        return WATCHES * (queries + CONCURRENT_POLLS);
    }

    Duration longestWait() {
        return longPoll.plus(longPoll.dividedBy(AGENT_JITTER));
    }
}
