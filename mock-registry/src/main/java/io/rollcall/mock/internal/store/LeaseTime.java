package io.rollcall.mock.internal.store;

import io.rollcall.mock.clock.RegistryClock;
import java.time.Duration;

/**
 * Decides whether a lease has run out, on the monotonic clock. If the process itself stood still, clients could not be
 * heard: nothing expires before the sweeper has run again, and from then on everyone has one whole ttl to be heard.
 *
 * <p><b>Concurrency.</b> The sweeper's thread writes the two volatile moments; any thread reads them.
 */
final class LeaseTime {
    private final RegistryClock clock;
    private final long origin;
    private final long ttl;
    private final long longestDelay;
    private volatile long lastSweep;
    private volatile long graceUntil;

    LeaseTime(RegistryClock clock, LeaseConfig terms) {
        this.clock = clock;
        this.origin = clock.nanos();
        this.ttl = terms.ttl().toNanos();
        this.longestDelay = terms.longestDelay().toNanos();
    }

    /** Nanoseconds since the store was made: never negative, so deadlines compare as plain numbers. */
    long now() {
        return clock.nanos() - origin;
    }

    long deadline(long now) {
        return now + ttl;
    }

    boolean expired(long deadline, long now) {
        return now >= notBefore(deadline) && now - lastSweep <= longestDelay;
    }

    LeaseInfo state(String instanceId, long deadline, long now) {
        long silence = Math.max(0, now - (deadline - ttl));
        long left = Math.max(0, notBefore(deadline) - now);
        return new LeaseInfo(instanceId, Duration.ofNanos(silence), Duration.ofNanos(left));
    }

    /** The earliest moment at which a lease with this deadline can expire. */
    long notBefore(long deadline) {
        return Math.max(deadline, graceUntil);
    }

    void sweepBegins() {
        long now = now();
        if (now - lastSweep > longestDelay) {
            graceUntil = now + ttl;
        }
        lastSweep = now;
    }
}
