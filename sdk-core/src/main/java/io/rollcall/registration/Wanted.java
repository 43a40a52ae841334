package io.rollcall.registration;

import io.rollcall.model.ServiceInstance;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one cell of desired state, and what of it the registry has acknowledged. Whatever is sent is read from here at
 * that moment, so nothing old is ever sent again. Not threadsafe: guarded by the loop that owns it.
 */
final class Wanted {
    private ServiceInstance instance;
    private @Nullable ServiceInstance acknowledged;

    Wanted(ServiceInstance instance) {
        this.instance = instance;
    }

    ServiceInstance instance() {
        return instance;
    }

    void set(ServiceInstance wanted) {
        instance = wanted;
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
