package io.rollcall.internal.lease;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to the registry about one lease.
 *
 * @param kind what is requested; {@link Kind#NOTHING} for no request
 * @param instance the desired state when the request was created
 * @param checked whether to check too that the registry still lists the instance
 */
record LeaseRequest(Kind kind, ServiceInstance instance, boolean checked) {

    /** What can be requested. */
    enum Kind {
        NOTHING,
        REGISTER,
        RENEW,
        DEREGISTER
    }

    static LeaseRequest nothing(ServiceInstance instance) {
        return new LeaseRequest(Kind.NOTHING, instance, false);
    }

    /**
     * Sends the request. Blocks.
     *
     * @return the lease, if the registry granted one
     * @throws RegistryException if it failed; NOT_FOUND also if a renewed instance is not listed
     */
    @Nullable
    Lease sendTo(RegistryBackend backend) {
        return switch (kind) {
            case REGISTER -> backend.register(instance);
            case RENEW -> renew(backend);
            case DEREGISTER -> {
                backend.deregister(instance);
                yield null;
            }
            case NOTHING -> null;
        };
    }

    private @Nullable Lease renew(RegistryBackend backend) {
        Optional<Lease> granted = backend.renew(instance);
        if (checked && !backend.holds(instance)) {
            throw new RegistryException(
                    RegistryException.Kind.NOT_FOUND,
                    this + ": renewed, but not listed. Next: it is registered again.");
        }
        return granted.orElse(null);
    }

    @Override
    public String toString() {
        return kind + " " + instance.service() + "/" + instance.id();
    }
}
