package io.rollcall.mock.internal.store;

import io.rollcall.mock.clock.RegistryClock;
import java.time.Duration;

/**
 * Decides whether a lease has expired, on the monotonic clock. While the process itself was paused it could receive no
 * heartbeat: nothing expires before the sweeper has run again, and from then on every lease lasts at least one ttl.
 *
 * <p><b>Concurrency.</b> The sweeper's thread writes the two volatile moments; any thread reads them.
 */
final class LeaseTime {
    private final RegistryClock clock;
    private final long origin;
    private final long ttl;
    private final long maxSweepGap;
    private final long lateAfter;
    private final long sweep;
    private volatile long lastSweep;
    private volatile long graceUntil;

    LeaseTime(RegistryClock clock, LeaseConfig config) {
        this.clock = clock;
        this.origin = clock.nanos();
        this.ttl = config.ttl().toNanos();
        this.maxSweepGap = config.maxSweepGap().toNanos();
        this.lateAfter = config.lateAfter().toNanos();
        this.sweep = config.sweep().toNanos();
    }

    /** Nanoseconds since the store was created: never negative, so deadlines compare as plain numbers. */
    long now() {
        return clock.nanos() - origin;
    }

    /** When a lease that is renewed at {@code now} expires. */
    long deadline(long now) {
        return now + ttl;
    }

    boolean isExpired(long deadline, long now) {
        return now >= notBefore(deadline) && now - lastSweep <= maxSweepGap;
    }

    /** Whether heartbeats are missing. */
    boolean isLate(long deadline, long now) {
        return now - (notBefore(deadline) - ttl) >= lateAfter;
    }

    /** Whether the lease expires, unless it is renewed, about as soon as the next sweep. */
    boolean isDue(long deadline, long now) {
        return now + 2 * sweep >= notBefore(deadline);
    }

    /** Whether the moment is less than so many ttls ago. */
    boolean isWithin(int ttls, long moment, long now) {
        return now - moment < ttls * ttl;
    }

    LeaseInfo info(String instanceId, long deadline, long now) {
        long sinceRenewal = Math.max(0, now - (deadline - ttl));
        long remaining = Math.max(0, notBefore(deadline) - now);
        return new LeaseInfo(instanceId, Duration.ofNanos(sinceRenewal), Duration.ofNanos(remaining));
    }

    /** The earliest moment at which a lease with this deadline can expire. */
    long notBefore(long deadline) {
        return Math.max(deadline, graceUntil);
    }

    /** Called at the start of each sweep; a sweep that is far too late means that the process was paused. */
    void sweepStarted() {
        long now = now();
        if (now - lastSweep > maxSweepGap) {
            graceUntil = now + ttl;
        }
        lastSweep = now;
    }
}
