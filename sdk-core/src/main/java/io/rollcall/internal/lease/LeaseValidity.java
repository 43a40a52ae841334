package io.rollcall.internal.lease;

import io.rollcall.registry.Lease;
import org.jspecify.annotations.Nullable;

/**
 * Whether the lease is valid, as far as the registry's responses prove: for one TTL after the last acknowledged request
 * was sent. Times are monotonic nanoseconds. Not threadsafe: guarded by the loop.
 */
final class LeaseValidity {
    private static final int HEARTBEATS_BETWEEN_CHECKS = 10;

    private @Nullable Lease lease;
    private boolean valid;
    private boolean everValid;
    private boolean maybeRegistered;
    private long provenAt;
    private int heartbeats;

    /** The registry acknowledged a registration that was sent at {@code sentAt}. */
    void registered(Lease granted, long sentAt) {
        heartbeats = 0;
        prove(granted, sentAt);
    }

    /** The registry acknowledged a renewal; {@code granted} is null if the lease continues as granted before. */
    void renewed(@Nullable Lease granted, long sentAt) {
        heartbeats++;
        prove(granted == null ? lease : granted, sentAt);
    }

    private void prove(@Nullable Lease running, long sentAt) {
        lease = running;
        valid = true;
        everValid = true;
        provenAt = sentAt;
    }

    /** A registration failed in such a way that the registry may have accepted it. */
    void maybeRegistered() {
        maybeRegistered = true;
    }

    /** The registry does not know the instance, or the registration has ended. */
    void lost() {
        valid = false;
    }

    /** Whether the registry has acknowledged the instance within the TTL. */
    boolean isValid(long now) {
        return valid && now - provenAt <= LeaseTiming.ttl(lease);
    }

    /** As {@link #isValid}; a lease that ran out is lost from here on. */
    boolean stillValid(long now) {
        valid = isValid(now);
        return valid;
    }

    /** Whether the lease was not reported lost, though it may have run out since. */
    boolean isNotLost() {
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

    /** Whether the next heartbeat is to check as well that the registry still lists the instance. */
    boolean isCheckDue() {
        return heartbeats % HEARTBEATS_BETWEEN_CHECKS == HEARTBEATS_BETWEEN_CHECKS - 1;
    }

    /** The lease that was granted last. */
    @Nullable
    Lease lease() {
        return lease;
    }
}
