package io.rollcall.registration;

import io.rollcall.registry.Lease;
import org.jspecify.annotations.Nullable;

/**
 * Whether the registry holds an instance, as far as its answers prove: for one TTL after the last message that it
 * acknowledged was sent. Times are monotonic nanoseconds. Not threadsafe: guarded by the loop.
 */
final class Holding {
    private static final int BEATS_BETWEEN_CHECKS = 10;

    private @Nullable Lease lease;
    private boolean held;
    private boolean ever;
    private boolean perhaps;
    private long provenAt;
    private int beats;

    /** The registry acknowledged a message that was sent then; {@code granted} is null unless it registered. */
    void proven(@Nullable Lease granted, long sentAt) {
        lease = granted == null ? lease : granted;
        beats = granted == null ? beats + 1 : 0;
        held = true;
        ever = true;
        provenAt = sentAt;
    }

    /** It may have registered without our hearing of it. */
    void perhaps() {
        perhaps = true;
    }

    /** The registry does not know it, or nobody wants it any more. */
    void lost() {
        held = false;
    }

    /** The registry has acknowledged it within the TTL. */
    boolean isHeld(long now) {
        return held && now - provenAt <= Pacing.ttl(lease);
    }

    /** As {@link #isHeld}; a lease that ran out is lost from here on. */
    boolean stillHeld(long now) {
        held = isHeld(now);
        return held;
    }

    /** Whether nothing told that it is lost, though its lease may have run out since. */
    boolean isNotLost() {
        return held;
    }

    /** Whether it was held before, or is now. */
    boolean wasEverHeld() {
        return ever;
    }

    /** Whether the registry may know it, now or for the rest of a lease. */
    boolean mayBeKnown() {
        return ever || perhaps;
    }

    /** Whether the next beat is to ask as well if the registry still lists it. */
    boolean isCheckDue() {
        return beats % BEATS_BETWEEN_CHECKS == BEATS_BETWEEN_CHECKS - 1;
    }

    /** The lease that was granted last. */
    @Nullable
    Lease lease() {
        return lease;
    }
}
