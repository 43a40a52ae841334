package io.rollcall.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.rollcall.Registration;
import io.rollcall.model.ServiceInstance;
import java.util.List;

/** The meters of one registration. Threadsafe. */
final class RegistrationMeters {
    private final MeterRegistry meters;
    private final Tags service;
    private final List<Meter> gauges;
    private volatile boolean registered;
    private volatile boolean healthy = true;

    RegistrationMeters(MeterRegistry meters, ServiceInstance instance) {
        this.meters = meters;
        this.service = Tags.of("service", instance.service());
        Tags own = service.and("instance", instance.id());
        this.gauges = List.of(
                Gauge.builder("rollcall.registration.registered", this, m -> m.registered ? 1 : 0)
                        .description("1 while the registry holds this instance")
                        .tags(own)
                        .register(meters),
                Gauge.builder("rollcall.registration.healthy", this, m -> m.healthy ? 1 : 0)
                        .description("1 while the health checks of this instance are well, or if it has none")
                        .tags(own)
                        .register(meters));
    }

    void reached(Registration.State state) {
        registered = state == Registration.State.REGISTERED;
        meters.counter("rollcall.registration.transitions", service.and("state", RollcallMetrics.lower(state)))
                .increment();
    }

    void healthy(boolean now) {
        healthy = now;
    }

    void remove() {
        gauges.forEach(meters::remove);
    }
}
