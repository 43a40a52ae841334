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
    /** How far its life has come. */
    enum Phase {
        OPEN,
        DRAINING,
        REMOVING,
        OVER
    }

    private final Pacing pacing;
    private final Wanted wanted;
    private final Holding holding = new Holding();
    private Phase phase = Phase.OPEN;
    private Standing end = Standing.CLOSED;
    private @Nullable RegistryException lastError;
    private boolean triesOnce;
    private boolean drainingTold;
    private long drainingSince;
    private long due;
    private int failures;

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
        boolean held = holding.stillHeld(now);
        return switch (phase) {
            case OPEN -> held && wanted.isToldByStatus() ? renewal() : new Message(Kind.REGISTER, instance(), false);
            case DRAINING -> held ? renewal() : Message.nothing(instance());
            case REMOVING -> new Message(Kind.DEREGISTER, instance(), false);
            case OVER -> Message.nothing(instance());
        };
    }

    private Message renewal() {
        return new Message(Kind.RENEW, instance(), holding.isCheckDue());
    }

    /** When the next message is due; empty if none will be. */
    OptionalLong due() {
        boolean silent = phase == Phase.OVER || (phase == Phase.DRAINING && !holding.isNotLost());
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

    /** Takes what came of the message that was chosen last. */
    void answered(Answer answer, long now) {
        if (phase == Phase.OVER) {
            return;
        }
        if (answer.failure() == null) {
            acknowledged(answer, answer.to(), now);
        } else {
            failed(answer.to(), answer.failure(), now);
        }
    }

    private void acknowledged(Answer answer, Message message, long now) {
        failures = 0;
        lastError = null;
        if (message.kind() == Kind.DEREGISTER) {
            end(Standing.CLOSED);
            return;
        }
        holding.proven(answer.lease(), answer.sentAt());
        wanted.acknowledge(message.instance());
        noteDraining(message.instance().status() == InstanceStatus.DRAINING, now);
        Lease running = holding.lease();
        if (phase != Phase.REMOVING) {
            due = wanted.isUnsent() || running == null ? now : now + pacing.untilNextBeat(running);
        }
    }

    private void noteDraining(boolean told, long now) {
        drainingSince = told && !drainingTold ? now : drainingSince;
        drainingTold = told;
    }

    private void failed(Message message, RegistryException failure, long now) {
        failures++;
        lastError = failure;
        if (message.kind() == Kind.REGISTER && failure.kind().isTransient()) {
            holding.perhaps();
        }
        if (failure.kind() == RegistryException.Kind.CONFLICT && message.kind() == Kind.DEREGISTER) {
            end(Standing.CLOSED);
        } else if (triesOnce && message.kind() == Kind.DEREGISTER) {
            end(Standing.ABANDONED);
        } else if (failure.kind() == RegistryException.Kind.CONFLICT && holding.wasEverHeld() && phase == Phase.OPEN) {
            end(Standing.SUPERSEDED);
        } else if (failure.kind() == RegistryException.Kind.NOT_FOUND && message.kind() == Kind.RENEW) {
            holding.lost();
            due = now;
        } else if (message.kind() == Kind.DEREGISTER) {
            due = now + pacing.untilNextRemoval(failures);
        } else if (phase != Phase.REMOVING) {
            due = now + pacing.untilNextAttempt(failures, holding.lease());
        }
    }

    /**
     * Begins the end.
     *
     * @param sending whether a message is under way that may yet register the instance
     */
    void drain(boolean sending, long now) {
        if (!holding.mayBeKnown() && !sending) {
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
        if (!holding.isHeld(now)) {
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
        return phase == Phase.OVER || drainingTold || !(sending || holding.isHeld(now));
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
        holding.lost();
        end = how;
    }

    Standing standing(long now) {
        if (phase == Phase.OVER) {
            return end;
        }
        if (phase != Phase.OPEN || instance().status() == InstanceStatus.DRAINING) {
            return Standing.DRAINING;
        }
        if (holding.isHeld(now)) {
            return Standing.REGISTERED;
        }
        return holding.wasEverHeld() ? Standing.LOST : Standing.REGISTERING;
    }

    /** Whether callers get it. */
    boolean isUp(long now) {
        ServiceInstance known = wanted.acknowledged();
        return phase == Phase.OPEN && holding.isHeld(now) && known != null && known.status() == InstanceStatus.UP;
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
        return holding.lease();
    }

    @Nullable
    RegistryException lastError() {
        return lastError;
    }
}
