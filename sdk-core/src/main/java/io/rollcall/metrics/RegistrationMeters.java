package io.rollcall.metrics;

import io.rollcall.Registration;

/** What is shown of one registration until it is over. Threadsafe. */
final class RegistrationMeters {
    private final MeterGroup meters;
    private final Registration registration;
    private volatile boolean healthy = true;

    /** @param meters a group of its own, with the service's name and the instance's id as tags */
    RegistrationMeters(MeterGroup meters, Registration registration) {
        this.meters = meters;
        this.registration = registration;
        meters.gauge(
                "rollcall.registration.registered",
                "1 while the registry holds this instance, or while it drains",
                this,
                RegistrationMeters::registered);
        meters.gauge(
                "rollcall.registration.healthy",
                "1 while the health checks of this instance are well, or if it has none",
                this,
                own -> own.healthy ? 1 : 0);
    }

    private int registered() {
        return switch (registration.state()) {
            case REGISTERED, DRAINING -> 1;
            case REGISTERING, LOST, CLOSED, ABANDONED, SUPERSEDED -> 0;
        };
    }

    void healthy(boolean now) {
        healthy = now;
    }

    void remove() {
        meters.remove();
    }
}
