package io.rollcall.registration;

import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one cell of desired state, and what of it the registry has acknowledged. Whatever is sent is read from here at
 * that moment, so nothing old is ever sent again. Not threadsafe: guarded by the loop that owns it.
 *
 * <p>The status is the user's and the health checks' together: checks withhold UP while they do not find it so, and
 * change no other status. So they never bring back an instance that its user drains.
 */
final class Wanted {
    private ServiceInstance chosen;
    private InstanceStatus verdict;
    private ServiceInstance instance;
    private @Nullable ServiceInstance acknowledged;

    /** Without health checks, until they are heard of. */
    Wanted(ServiceInstance chosen) {
        this.chosen = chosen;
        this.verdict = InstanceStatus.UP;
        this.instance = chosen;
    }

    private static ServiceInstance combined(ServiceInstance chosen, InstanceStatus verdict) {
        boolean withheld = chosen.status() == InstanceStatus.UP && verdict != InstanceStatus.UP;
        return withheld ? chosen.toBuilder().status(verdict).build() : chosen;
    }

    /** What the registry is to hold. */
    ServiceInstance instance() {
        return instance;
    }

    /** What the user wants, whatever the health checks say. */
    ServiceInstance chosen() {
        return chosen;
    }

    void choose(ServiceInstance wanted) {
        chosen = wanted;
        instance = combined(chosen, verdict);
    }

    InstanceStatus verdict() {
        return verdict;
    }

    void judge(InstanceStatus found) {
        verdict = found;
        instance = combined(chosen, verdict);
    }

    void acknowledge(ServiceInstance sent) {
        acknowledged = sent;
    }

    @Nullable
    ServiceInstance acknowledged() {
        return acknowledged;
    }

    /** Whether the registry does not know yet what is wanted. */
    boolean isUnsent() {
        return !instance.equals(acknowledged);
    }

    /** Whether a renewal, which tells the status alone, tells everything that is unsent. */
    boolean isToldByStatus() {
        ServiceInstance known = acknowledged;
        return known != null
                && known.toBuilder().status(instance.status()).build().equals(instance);
    }

    /** {@code before} after {@code change}, if that keeps to what may be changed. */
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
