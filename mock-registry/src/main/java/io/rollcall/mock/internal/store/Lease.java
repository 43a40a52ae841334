package io.rollcall.mock.internal.store;

import io.rollcall.mock.instance.RegisteredInstance;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * An instance and the moment at which its lease expires.
 *
 * <p><b>Concurrency.</b> The deadline is one volatile number that only changes by compare-and-set: a heartbeat moves it
 * forward without a lock, and ending the lease sets it to {@link #ENDED} for good. So a heartbeat either comes before
 * the end and keeps the instance, or finds that the lease has ended.
 */
final class Lease {
    private static final long ENDED = Long.MIN_VALUE;
    private static final AtomicLongFieldUpdater<Lease> DEADLINE =
            AtomicLongFieldUpdater.newUpdater(Lease.class, "deadline");

    private final RegisteredInstance instance;
    private final InstanceSize size;
    private volatile long deadline;

    Lease(RegisteredInstance instance, InstanceSize size, long deadline) {
        this.instance = instance;
        this.size = size;
        this.deadline = deadline;
    }

    RegisteredInstance instance() {
        return instance;
    }

    InstanceSize size() {
        return size;
    }

    /** Its state; nothing if it has ended. */
    Optional<LeaseInfo> info(LeaseTime time, long now) {
        long current = deadline;
        return current == ENDED ? Optional.empty() : Optional.of(time.info(instance.instanceId(), current, now));
    }

    long deadline() {
        return deadline;
    }

    /** Moves the deadline to one ttl from now; false if the lease has ended or expired. */
    boolean renew(LeaseTime time) {
        return renew(time, false);
    }

    /** @param preserved whether an overdue lease is renewed, too */
    boolean renew(LeaseTime time, boolean preserved) {
        long now = time.now();
        while (true) {
            long current = deadline;
            if (current == ENDED || !preserved && time.isExpired(current, now)) {
                return false;
            }
            if (DEADLINE.compareAndSet(this, current, Math.max(current, time.deadline(now)))) {
                return true;
            }
        }
    }

    /** Ends the lease if it has expired; false otherwise. */
    boolean endIfExpired(LeaseTime time, long now) {
        long current = deadline;
        return time.isExpired(current, now) && DEADLINE.compareAndSet(this, current, ENDED);
    }

    void end() {
        deadline = ENDED;
    }
}
