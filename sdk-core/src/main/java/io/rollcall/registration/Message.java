package io.rollcall.registration;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told to the registry now.
 *
 * @param kind of message; {@link Kind#NOTHING} for none
 * @param instance as it was wanted when the message was made
 * @param checked whether to ask as well if the registry still lists the instance
 */
record Message(Kind kind, ServiceInstance instance, boolean checked) {

    /** What a registry can be told. */
    enum Kind {
        NOTHING,
        REGISTER,
        RENEW,
        DEREGISTER
    }

    static Message nothing(ServiceInstance instance) {
        return new Message(Kind.NOTHING, instance, false);
    }

    /**
     * Tells {@code backend}.
     *
     * @return the lease, if this registers
     * @throws RegistryException if the registry did not do it; NOT_FOUND also if it renews what it does not list
     */
    @Nullable
    Lease sendTo(RegistryBackend backend) {
        switch (kind) {
            case REGISTER -> {
                return backend.register(instance);
            }
            case RENEW -> renew(backend);
            case DEREGISTER -> backend.deregister(instance);
            case NOTHING -> {}
        }
        return null;
    }

    private void renew(RegistryBackend backend) {
        backend.renew(instance);
        if (checked && !backend.holds(instance)) {
            throw new RegistryException(
                    RegistryException.Kind.NOT_FOUND,
                    this + ": renewed, but not listed. Next: it is registered again.");
        }
    }

    @Override
    public String toString() {
        return kind + " " + instance.service() + "/" + instance.id();
    }
}
