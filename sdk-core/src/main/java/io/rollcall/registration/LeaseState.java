package io.rollcall.registration;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Message.Kind;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one registration knows and decides: which message is due, and what an answer to it means. It sends nothing and
 * waits for nothing; {@link LeaseLoop} does.
 *
 * <pre>
 *   OPEN ──close──► DRAINING ──drain delay──► REMOVING ──acknowledged, or given up──► OVER
 *     └──────────────── a newer generation is registered ───────────────────────────► OVER
 * </pre>
 *
 * While OPEN the instance is registered, and again whenever the registry does not know it. While DRAINING it is renewed
 * only, so that nothing brings it back. While REMOVING nothing is sent but the removal, until the registry has
 * acknowledged it. Times are monotonic nanoseconds. Not threadsafe: guarded by the loop.
 */
final class LeaseState {
    private static final int BEATS_BETWEEN_CHECKS = 10;

    /** How far its life has come. */
    enum Phase {
        OPEN,
        DRAINING,
        REMOVING,
        OVER
    }

    private final Pacing pacing;
    private final Wanted wanted;
    private Phase phase = Phase.OPEN;
    private Standing end = Standing.CLOSED;
    private @Nullable Lease lease;
    private @Nullable RegistryException lastError;
    private boolean held;
    private boolean everHeld;
    private boolean perhapsHeld;
    private boolean triesOnce;
    private boolean drainingTold;
    private long drainingSince;
    private long provenAt;
    private long due;
    private int failures;
    private int beats;

    LeaseState(ServiceInstance instance, Pacing pacing, long now) {
        this.wanted = new Wanted(instance);
        this.pacing = pacing;
        this.due = now;
    }

    /** What to send now. */
    Message next(long now) {
        if (lateBy(now) < 0) {
            return Message.nothing(wanted.instance());
        }
        held = held && isLeaseRunning(now);
        return switch (phase) {
            case OPEN -> held && wanted.isToldByStatus() ? renewal() : new Message(Kind.REGISTER, instance(), false);
            case DRAINING -> held ? renewal() : Message.nothing(instance());
            case REMOVING -> new Message(Kind.DEREGISTER, instance(), false);
            case OVER -> Message.nothing(instance());
        };
    }

    private Message renewal() {
        return new Message(Kind.RENEW, instance(), beats % BEATS_BETWEEN_CHECKS == BEATS_BETWEEN_CHECKS - 1);
    }

    /** When the next message is due; empty if none will be. */
    OptionalLong due() {
        boolean silent = phase == Phase.OVER || (phase == Phase.DRAINING && !held);
        return silent ? OptionalLong.empty() : OptionalLong.of(due);
    }

    /** For how long a message has been due; negative if there is time left or none is wanted. */
    long lateBy(long now) {
        OptionalLong when = due();
        return when.isPresent() ? now - when.getAsLong() : -1;
    }

    void want(ServiceInstance instance, long now) {
        wanted.choose(instance);
        due = now;
    }

    /** @return whether the health checks' verdict is another than before, and matters */
    boolean judge(InstanceStatus verdict, long now) {
        if (phase != Phase.OPEN || verdict == wanted.verdict()) {
            return false;
        }
        ServiceInstance before = instance();
        wanted.judge(verdict);
        due = before.equals(instance()) ? due : now;
        return true;
    }

    /** @param granted what a registration was granted; null for other messages */
    void acknowledged(Message message, @Nullable Lease granted, long sentAt, long now) {
        if (phase == Phase.OVER) {
            return;
        }
        failures = 0;
        lastError = null;
        if (message.kind() == Kind.DEREGISTER) {
            end(Standing.CLOSED);
            return;
        }
        lease = granted == null ? lease : granted;
        beats = granted == null ? beats + 1 : 0;
        held = true;
        everHeld = true;
        provenAt = sentAt;
        wanted.acknowledge(message.instance());
        noteDraining(message.instance().status() == InstanceStatus.DRAINING, now);
        Lease running = lease;
        if (phase != Phase.REMOVING) {
            due = wanted.isUnsent() || running == null ? now : now + pacing.untilNextBeat(running);
        }
    }

    private void noteDraining(boolean told, long now) {
        drainingSince = told && !drainingTold ? now : drainingSince;
        drainingTold = told;
    }

    void failed(Message message, RegistryException failure, long now) {
        if (phase == Phase.OVER) {
            return;
        }
        failures++;
        lastError = failure;
        perhapsHeld |= message.kind() == Kind.REGISTER && failure.kind().isTransient();
        if (failure.kind() == RegistryException.Kind.CONFLICT && message.kind() == Kind.DEREGISTER) {
            end(Standing.CLOSED);
        } else if (triesOnce && message.kind() == Kind.DEREGISTER) {
            end(Standing.ABANDONED);
        } else if (failure.kind() == RegistryException.Kind.CONFLICT && everHeld && phase == Phase.OPEN) {
            end(Standing.SUPERSEDED);
        } else if (failure.kind() == RegistryException.Kind.NOT_FOUND && message.kind() == Kind.RENEW) {
            held = false;
            due = now;
        } else if (message.kind() == Kind.DEREGISTER) {
            due = now + pacing.untilNextRemoval(failures);
        } else if (phase != Phase.REMOVING) {
            due = now + pacing.untilNextAttempt(failures, lease);
        }
    }

    /**
     * Begins the end.
     *
     * @param sending whether a message is under way that may yet register the instance
     */
    void drain(boolean sending, long now) {
        if (!held && !perhapsHeld && !everHeld && !sending) {
            end(Standing.CLOSED);
            return;
        }
        phase = Phase.DRAINING;
        want(chosen().toBuilder().status(InstanceStatus.DRAINING).build(), now);
    }

    /** Lets the removal be tried once only. */
    void removeInOneTry() {
        triesOnce = true;
    }

    /** What is left of a drain delay: callers may have been told before it began to close. */
    long drainLeft(long delay, long now) {
        if (!isHeld(now)) {
            return 0;
        }
        return drainingTold ? Math.max(0, delay - (now - drainingSince)) : delay;
    }

    /**
     * Whether callers are told to turn away, or do not see it at all.
     *
     * @param sending whether a message is under way that may yet register the instance
     */
    boolean isOutOfTraffic(boolean sending, long now) {
        return phase == Phase.OVER || drainingTold || !(sending || isHeld(now));
    }

    void remove(long now) {
        if (phase == Phase.DRAINING) {
            phase = Phase.REMOVING;
            failures = 0;
            due = now;
        }
    }

    void end(Standing how) {
        phase = Phase.OVER;
        held = false;
        end = how;
    }

    Standing standing(long now) {
        if (phase == Phase.OVER) {
            return end;
        }
        if (phase != Phase.OPEN || instance().status() == InstanceStatus.DRAINING) {
            return Standing.DRAINING;
        }
        if (isHeld(now)) {
            return Standing.REGISTERED;
        }
        return everHeld ? Standing.LOST : Standing.REGISTERING;
    }

    /** Whether the registry has acknowledged it within the TTL. */
    boolean isHeld(long now) {
        return held && isLeaseRunning(now);
    }

    /** Whether callers get it. */
    boolean isUp(long now) {
        ServiceInstance known = wanted.acknowledged();
        return phase == Phase.OPEN && isHeld(now) && known != null && known.status() == InstanceStatus.UP;
    }

    private boolean isLeaseRunning(long now) {
        return now - provenAt <= Pacing.ttl(lease);
    }

    ServiceInstance instance() {
        return wanted.instance();
    }

    /** What the user wants, whatever the health checks say. */
    ServiceInstance chosen() {
        return wanted.chosen();
    }

    Phase phase() {
        return phase;
    }

    @Nullable
    Lease lease() {
        return lease;
    }

    @Nullable
    RegistryException lastError() {
        return lastError;
    }
}
