package io.rollcall.mock.internal.store;

import io.rollcall.mock.instance.RegisteredInstance;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * An instance and the moment until which it is believed.
 *
 * <p><b>Concurrency.</b> The deadline is one volatile number that only moves by compare-and-set: a heartbeat moves it
 * forward without a lock, and ending a lease sets it to {@link #ENDED} once and for all. So a heartbeat either comes
 * before the end and keeps the instance, or learns that the lease is gone.
 */
final class Lease {
    private static final long ENDED = Long.MIN_VALUE;
    private static final AtomicLongFieldUpdater<Lease> DEADLINE =
            AtomicLongFieldUpdater.newUpdater(Lease.class, "deadline");

    private final RegisteredInstance instance;
    private volatile long deadline;

    Lease(RegisteredInstance instance, long deadline) {
        this.instance = instance;
        this.deadline = deadline;
    }

    RegisteredInstance instance() {
        return instance;
    }

    /** How it stands; nothing if it has ended. */
    Optional<LeaseInfo> state(LeaseTime time, long now) {
        long current = deadline;
        return current == ENDED ? Optional.empty() : Optional.of(time.state(instance.instanceId(), current, now));
    }

    long deadline() {
        return deadline;
    }

    /** Moves the deadline to one ttl from now; false if the lease has ended or expired. */
    boolean renew(LeaseTime time) {
        long now = time.now();
        while (true) {
            long current = deadline;
            if (current == ENDED || time.expired(current, now)) {
                return false;
            }
            if (DEADLINE.compareAndSet(this, current, Math.max(current, time.deadline(now)))) {
                return true;
            }
        }
    }

    /** Ends the lease if it has expired; false if it lives. */
    boolean endIfExpired(LeaseTime time, long now) {
        long current = deadline;
        return time.expired(current, now) && DEADLINE.compareAndSet(this, current, ENDED);
    }

    void end() {
        deadline = ENDED;
    }
}
