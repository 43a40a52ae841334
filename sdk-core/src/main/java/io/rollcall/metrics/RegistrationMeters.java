package io.rollcall.metrics;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registration.Registration;

/** The gauges of one registration until it ends. Threadsafe. */
final class RegistrationMeters {
    private final MeterGroup meters;
    private final Registration registration;
    private volatile boolean healthy = true;

    RegistrationMeters(MeterGroup of, Registration registration) {
        ServiceInstance instance = registration.instance();
        this.meters = of.with(RollcallMetrics.SERVICE, instance.service()).with("instance.id", instance.id());
        this.registration = registration;
        meters.gauge(
                "rollcall.registration.registered",
                "1 while the registry holds this instance, or while it drains",
                this,
                RegistrationMeters::registered);
        meters.gauge(
                "rollcall.registration.healthy",
                "1 while the health checks of this instance are up, or if it has none",
                this,
                own -> own.healthy ? 1 : 0);
    }

    private int registered() {
        return switch (registration.state()) {
            case REGISTERED, DRAINING -> 1;
            case REGISTERING, LOST, CLOSED, ABANDONED, SUPERSEDED -> 0;
        };
    }

    boolean isOf(Registration other) {
        return registration == other;
    }

    void healthy(boolean now) {
        healthy = now;
    }

    void remove() {
        meters.remove();
    }
}
