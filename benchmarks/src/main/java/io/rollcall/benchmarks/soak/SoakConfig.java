package io.rollcall.benchmarks.soak;

import java.time.Duration;
import java.util.List;

/** The sizes and durations of the soak: as in production, but ten times faster. */
final class SoakConfig {
    static final List<String> SERVICES =
            List.of("user-service", "order-service", "stock-service", "price-service", "mail-service");
    static final int HOSTS = 10;
    static final int CALLERS = 20;

    static final Duration HEARTBEAT = Duration.ofSeconds(1);
    static final Duration TTL = Duration.ofSeconds(3);
    static final Duration SWEEP = Duration.ofMillis(250);
    static final Duration EMPTY_PROTECTION = TTL;
    static final Duration DISCOVERY_TTL = Duration.ofSeconds(3);
    static final Duration REQUEST_TIMEOUT = Duration.ofMillis(500);
    static final Duration DRAIN_DELAY = Duration.ofMillis(300);
    static final Duration CALL_PERIOD = Duration.ofMillis(50);

    /** How long hosts keep idle connections, which they then close. */
    static final List<Duration> KEEP_ALIVE = List.of(
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5));

    /** One call of so many has a body that fails while it is written. */
    static final int BROKEN_BODIES = 50;

    /** The part of a round in which faults start. */
    static final Duration ROUND = Duration.ofSeconds(6);

    static final Duration LONGEST_FAULT = Duration.ofSeconds(5);

    /**
     * From the end of the last fault until the registry must hold exactly the live instances: a backoff and a
     * heartbeat.
     */
    static final Duration HEALED = HEARTBEAT.plus(TTL.dividedBy(3)).plus(REQUEST_TIMEOUT.multipliedBy(2));

    /** From then until every caller must see the same: its watch reconnects, or its next fetch is due. */
    static final Duration SEEN = DISCOVERY_TTL.plus(EMPTY_PROTECTION).plusSeconds(1);

    /** From a caller's event until its calls must take it into account. */
    static final Duration PROPAGATION = Duration.ofMillis(250);

    private SoakConfig() {}
}
