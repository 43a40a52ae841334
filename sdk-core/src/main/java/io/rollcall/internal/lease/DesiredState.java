package io.rollcall.internal.lease;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The single place of desired state, and the state that the registry acknowledged last. Every request reads it when it
 * is sent, so outdated state is never sent. Not threadsafe: guarded by the loop that owns it.
 *
 * <p>The status combines the user's choice with the health checks: checks that are not up replace UP by their own
 * status, and change no other status. So they never bring back an instance that its user drains.
 */
final class DesiredState {
    private ServiceInstance chosen;
    private InstanceStatus health;
    private ServiceInstance instance;
    private @Nullable ServiceInstance acknowledged;

    /** Without health checks, until {@link #health(InstanceStatus)} is called. */
    DesiredState(ServiceInstance chosen) {
        this.chosen = chosen;
        this.health = InstanceStatus.UP;
        this.instance = chosen;
    }

    private static ServiceInstance combined(ServiceInstance chosen, InstanceStatus health) {
        boolean withheld = chosen.status() == InstanceStatus.UP && health != InstanceStatus.UP;
        return withheld ? chosen.toBuilder().status(health).build() : chosen;
    }

    /** The state that the registry should have. */
    ServiceInstance instance() {
        return instance;
    }

    /** The instance as the user chose it, whatever the health checks report. */
    ServiceInstance chosen() {
        return chosen;
    }

    void choose(ServiceInstance newChoice) {
        chosen = newChoice;
        instance = combined(chosen, health);
    }

    InstanceStatus health() {
        return health;
    }

    void health(InstanceStatus status) {
        health = status;
        instance = combined(chosen, health);
    }

    void acknowledge(ServiceInstance sent) {
        acknowledged = sent;
    }

    @Nullable
    ServiceInstance acknowledged() {
        return acknowledged;
    }

    /** Whether the registry has not acknowledged the current state. */
    boolean isUnacknowledged() {
        return !instance.equals(acknowledged);
    }

    /** Whether a renewal, which carries the status alone, is enough to bring the registry up to date. */
    boolean differsInStatusOnly() {
        ServiceInstance last = acknowledged;
        return last != null
                && last.toBuilder().status(instance.status()).build().equals(instance);
    }

    /**
     * Applies {@code change} to {@code before}.
     *
     * @throws IllegalArgumentException if that changes service or id
     */
    static ServiceInstance changed(ServiceInstance before, UnaryOperator<ServiceInstance.Builder> change) {
        ServiceInstance after =
                change.apply(before.toBuilder()).generation(before.generation()).build();
        if (!after.service().equals(before.service()) || !after.id().equals(before.id())) {
            throw new IllegalArgumentException("instance: " + after.service() + "/" + after.id() + " (expected: still "
                    + before.service() + "/" + before.id() + "; register another instance instead)");
        }
        return after;
    }
}
