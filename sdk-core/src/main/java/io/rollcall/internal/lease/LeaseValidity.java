package io.rollcall.internal.lease;

import io.rollcall.registry.Lease;
import org.jspecify.annotations.Nullable;

/**
 * Whether the lease is valid according to the registry's responses: for one TTL after the last acknowledged request was
 * sent. Times are monotonic nanoseconds. Not threadsafe: guarded by the loop.
 */
final class LeaseValidity {
    private static final int HEARTBEATS_BETWEEN_CHECKS = 10;

    private @Nullable Lease lease;
    private boolean valid;
    private boolean everValid;
    private boolean maybeRegistered;
    private long confirmedAt;
    private int heartbeats;

    /** The registry acknowledged a registration that was sent at {@code sentAt}. */
    void registered(Lease granted, long sentAt) {
        heartbeats = 0;
        confirm(granted, sentAt);
    }

    /** The registry acknowledged a renewal; {@code granted} is null if the lease continues as granted before. */
    void renewed(@Nullable Lease granted, long sentAt) {
        heartbeats++;
        confirm(granted == null ? lease : granted, sentAt);
    }

    private void confirm(@Nullable Lease current, long sentAt) {
        lease = current;
        valid = true;
        everValid = true;
        confirmedAt = sentAt;
    }

    /** A registration failed in a way that leaves open whether the registry accepted it. */
    void maybeRegistered() {
        maybeRegistered = true;
    }

    /** The registry does not know the instance, or the registration has ended. */
    void lost() {
        valid = false;
    }

    /** Whether the registry has acknowledged the instance within the TTL. */
    boolean isValid(long now) {
        return valid && now - confirmedAt <= LeaseTiming.ttl(lease);
    }

    /** As {@link #isValid}; a lease that ran out is lost from here on. */
    boolean stillValid(long now) {
        valid = isValid(now);
        return valid;
    }

    /** Whether the lease was not reported lost; it may have run out since. */
    boolean isNotReportedLost() {
        return valid;
    }

    /** Whether the lease is valid, or was. */
    boolean wasEverValid() {
        return everValid;
    }

    /** Whether the registry may list the instance, now or for the rest of a lease. */
    boolean mayBeListed() {
        return everValid || maybeRegistered;
    }

    /** Whether the next heartbeat also checks that the registry still lists the instance. */
    boolean isCheckDue() {
        return heartbeats % HEARTBEATS_BETWEEN_CHECKS == HEARTBEATS_BETWEEN_CHECKS - 1;
    }

    /** The most recently granted lease. */
    @Nullable
    Lease lease() {
        return lease;
    }
}
