package io.rollcall.registration;

import io.rollcall.model.ServiceInstance;

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

    @Override
    public String toString() {
        return kind + " " + instance.service() + "/" + instance.id();
    }
}
