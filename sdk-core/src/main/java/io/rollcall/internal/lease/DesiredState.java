package io.rollcall.internal.lease;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one cell of desired state, and what of it the registry has acknowledged. Every request reads it at the moment of
 * sending, so outdated state is never sent. Not threadsafe: guarded by the loop that owns it.
 *
 * <p>The status combines the user's choice with the health checks: while the checks are not up they withhold UP, and
 * they change no other status. So they never bring back an instance that its user drains.
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

    /** What the registry is to hold. */
    ServiceInstance instance() {
        return instance;
    }

    /** What the user chose, whatever the health checks report. */
    ServiceInstance chosen() {
        return chosen;
    }

    void choose(ServiceInstance wanted) {
        chosen = wanted;
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

    /** Whether the registry has not acknowledged the present state. */
    boolean isUnsent() {
        return !instance.equals(acknowledged);
    }

    /** Whether a renewal, which carries the status alone, is enough to bring the registry up to date. */
    boolean differsInStatusOnly() {
        ServiceInstance known = acknowledged;
        return known != null
                && known.toBuilder().status(instance.status()).build().equals(instance);
    }

    /**
     * {@code before} after {@code change}.
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
