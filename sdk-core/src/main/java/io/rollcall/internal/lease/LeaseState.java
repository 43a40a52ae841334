package io.rollcall.internal.lease;

import io.rollcall.internal.lease.LeaseRequest.Kind;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration.State;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one registration: which request is due, and finalState a result changes the state. It neither
 * sends nor waits; {@link LeaseLoop} does.
 *
 * <pre>
 *   OPEN ──close──► DRAINING ──drain delay──► REMOVING ──acknowledged, or given up──► OVER
 *     └──────────────── a newer generation is registered ───────────────────────────► OVER
 * </pre>
 *
 * While OPEN the instance is registered, and again whenever the registry does not know it. While DRAINING it is only
 * renewed, so that nothing registers it again. While REMOVING only the removal is sent, until the registry acknowledges
 * it. Times are monotonic nanoseconds. Not threadsafe: guarded by the loop.
 */
final class LeaseState {
    /** The phases of a registration. */
    enum Phase {
        OPEN,
        DRAINING,
        REMOVING,
        OVER
    }

    private final LeaseTiming timing;
    private final DesiredState desired;
    private final LeaseValidity validity = new LeaseValidity();
    private Phase phase = Phase.OPEN;
    private State end = State.CLOSED;
    private @Nullable RegistryException lastError;
    private boolean singleRemovalAttempt;
    private boolean drainingAcknowledged;
    private long drainingSince;
    private long due;
    private int failures;

    LeaseState(ServiceInstance instance, LeaseTiming timing, long now) {
        this.desired = new DesiredState(instance);
        this.timing = timing;
        this.due = now;
    }

    /** The request to send now. */
    LeaseRequest next(long now) {
        if (lateBy(now) < 0) {
            return LeaseRequest.nothing(desired.instance());
        }
        boolean valid = validity.stillValid(now);
        return switch (phase) {
            case OPEN ->
                valid && desired.differsInStatusOnly() ? renewal() : new LeaseRequest(Kind.REGISTER, instance(), false);
            case DRAINING -> valid ? renewal() : LeaseRequest.nothing(instance());
            case REMOVING -> new LeaseRequest(Kind.DEREGISTER, instance(), false);
            case OVER -> LeaseRequest.nothing(instance());
        };
    }

    private LeaseRequest renewal() {
        return new LeaseRequest(Kind.RENEW, instance(), validity.isCheckDue());
    }

    /** When the next request is due; empty if none will be. */
    OptionalLong due() {
        boolean none = phase == Phase.OVER || (phase == Phase.DRAINING && !validity.isNotReportedLost());
        return none ? OptionalLong.empty() : OptionalLong.of(due);
    }

    /** How long a request has been due; negative if there is time left or none is needed. */
    long lateBy(long now) {
        OptionalLong when = due();
        return when.isPresent() ? now - when.getAsLong() : -1;
    }

    void choose(ServiceInstance instance, long now) {
        desired.choose(instance);
        due = now;
    }

    /** @return whether the status that the health checks report has changed while the registration is open */
    boolean health(InstanceStatus status, long now) {
        if (phase != Phase.OPEN || status == desired.health()) {
            return false;
        }
        ServiceInstance before = instance();
        desired.health(status);
        due = before.equals(instance()) ? due : now;
        return true;
    }

    /** Applies the result of the request that {@link #next} returned last. */
    void apply(LeaseResult result, long now) {
        if (phase == Phase.OVER) {
            return;
        }
        if (result.failure() == null) {
            acknowledged(result, result.request(), now);
        } else {
            failed(result.request(), result.failure(), now);
        }
    }

    private void acknowledged(LeaseResult result, LeaseRequest request, long now) {
        failures = 0;
        lastError = null;
        if (request.kind() == Kind.DEREGISTER) {
            end(State.CLOSED);
            return;
        }
        confirm(request, result);
        desired.acknowledge(request.instance());
        recordDraining(request.instance().status() == InstanceStatus.DRAINING, now);
        Lease running = validity.lease();
        if (phase != Phase.REMOVING) {
            due = desired.isUnacknowledged() || running == null ? now : now + timing.untilNextHeartbeat(running);
        }
    }

    private void confirm(LeaseRequest request, LeaseResult result) {
        Lease granted = result.lease();
        if (request.kind() == Kind.REGISTER && granted != null) {
            validity.registered(granted, result.sentAt());
        } else {
            validity.renewed(granted, result.sentAt());
        }
    }

    private void recordDraining(boolean acknowledged, long now) {
        drainingSince = acknowledged && !drainingAcknowledged ? now : drainingSince;
        drainingAcknowledged = acknowledged;
    }

    private void failed(LeaseRequest request, RegistryException failure, long now) {
        failures++;
        lastError = failure;
        if (request.kind() == Kind.REGISTER && failure.kind().isTransient()) {
            validity.maybeRegistered();
        }
        if (failure.kind() == RegistryException.Kind.CONFLICT && request.kind() == Kind.DEREGISTER) {
            end(State.CLOSED);
        } else if (singleRemovalAttempt && request.kind() == Kind.DEREGISTER) {
            end(State.ABANDONED);
        } else if (failure.kind() == RegistryException.Kind.CONFLICT
                && validity.wasEverValid()
                && phase == Phase.OPEN) {
            end(State.SUPERSEDED);
        } else if (failure.kind() == RegistryException.Kind.NOT_FOUND && request.kind() == Kind.RENEW) {
            validity.lost();
            due = now;
        } else if (request.kind() == Kind.DEREGISTER) {
            due = now + timing.untilNextRemoval(failures);
        } else if (phase != Phase.REMOVING) {
            due = now + timing.untilNextAttempt(failures, validity.lease());
        }
    }

    /** A turn of the loop ended with an exception: the next one waits. */
    void turnFailed(long now) {
        failures++;
        due = now + timing.untilNextTurn(failures);
    }

    /**
     * Starts closing.
     *
     * @param sending whether a request is in flight that may yet register the instance
     */
    void drain(boolean sending, long now) {
        if (!validity.mayBeListed() && !sending) {
            end(State.CLOSED);
            return;
        }
        phase = Phase.DRAINING;
        choose(chosen().toBuilder().status(InstanceStatus.DRAINING).build(), now);
    }

    /** Limits the removal to one attempt. */
    void limitRemovalToOneAttempt() {
        singleRemovalAttempt = true;
    }

    /** The rest of the drain delay: callers may have seen DRAINING before closing started. */
    long remainingDrainDelay(long delay, long now) {
        if (!validity.isValid(now)) {
            return 0;
        }
        return drainingAcknowledged ? Math.max(0, delay - (now - drainingSince)) : delay;
    }

    /**
     * Whether callers see it as DRAINING, or not at all.
     *
     * @param sending whether a request is in flight that may yet register the instance
     */
    boolean isOutOfTraffic(boolean sending, long now) {
        return phase == Phase.OVER || drainingAcknowledged || !(sending || validity.isValid(now));
    }

    void remove(long now) {
        if (phase == Phase.DRAINING) {
            phase = Phase.REMOVING;
            failures = 0;
            due = now;
        }
    }

    void end(State finalState) {
        phase = Phase.OVER;
        validity.lost();
        end = finalState;
    }

    State state(long now) {
        if (phase == Phase.OVER) {
            return end;
        }
        if (phase != Phase.OPEN || instance().status() == InstanceStatus.DRAINING) {
            return State.DRAINING;
        }
        if (validity.isValid(now)) {
            return State.REGISTERED;
        }
        return validity.wasEverValid() ? State.LOST : State.REGISTERING;
    }

    /** Whether callers see it as UP. */
    boolean isUp(long now) {
        ServiceInstance known = desired.acknowledged();
        return phase == Phase.OPEN && validity.isValid(now) && known != null && known.status() == InstanceStatus.UP;
    }

    ServiceInstance instance() {
        return desired.instance();
    }

    /** The instance with the status that the user chose, whatever the health checks report. */
    ServiceInstance chosen() {
        return desired.chosen();
    }

    Phase phase() {
        return phase;
    }

    @Nullable
    Lease lease() {
        return validity.lease();
    }

    @Nullable
    RegistryException lastError() {
        return lastError;
    }
}
