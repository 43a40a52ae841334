package io.rollcall.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.rollcall.CallAttempt;
import io.rollcall.Registration;
import io.rollcall.RegistryCall;
import io.rollcall.SdkListener;
import io.rollcall.ServiceChange;
import io.rollcall.loadbalancer.LoadBalancerListener;
import io.rollcall.model.ServiceSnapshot;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Meters of one {@link io.rollcall.Rollcall} in a Micrometer registry.
 *
 * <pre>{@code
 * Rollcall rollcall = Rollcall.builder().registry(url).listener(RollcallMetrics.in(meters)).build();
 * }</pre>
 *
 * <p>The names are in docs/observability.md. Tags are bounded: the first 200 services have their own name in the tag
 * {@code service}, further ones are {@code other}. What belongs to a service, a registration or an instance is removed
 * when that goes.
 *
 * <p><b>Concurrency.</b> Threadsafe. Meters of a service are made once; what is counted on a call's path takes no lock.
 */
public final class RollcallMetrics implements SdkListener, AutoCloseable {
    /** As many services get meters of their own. */
    static final int MOST_SERVICES = 200;

    private static final String OTHER = "other";

    private final MeterRegistry meters;
    private final Map<String, ServiceMeters> services = new ConcurrentHashMap<>();
    private final Map<String, RegistrationMeters> registrations = new ConcurrentHashMap<>();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final Meter watch;

    private RollcallMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.watch = Gauge.builder("rollcall.discovery.watch.connected", watching, on -> on.get() ? 1 : 0)
                .description("1 while the registry pushes changes, 0 while services are asked for instead")
                .register(meters);
    }

    /** Meters in {@code meters}, for one {@link io.rollcall.Rollcall}. */
    public static RollcallMetrics in(MeterRegistry meters) {
        return new RollcallMetrics(meters);
    }

    @Override
    public void registrationChanged(Registration registration, Registration.State before, Registration.State after) {
        RegistrationMeters own = registration(registration);
        own.reached(after);
        if (isOver(after)) {
            registrations.remove(key(registration), own);
            own.remove();
        }
    }

    @Override
    public void healthChanged(Registration registration, boolean healthy, String reason) {
        registration(registration).healthy(healthy);
    }

    private RegistrationMeters registration(Registration registration) {
        return registrations.computeIfAbsent(
                key(registration), key -> new RegistrationMeters(meters, registration.instance()));
    }

    private static String key(Registration registration) {
        return registration.instance().service() + "/" + registration.instance().id();
    }

    private static boolean isOver(Registration.State state) {
        return switch (state) {
            case CLOSED, ABANDONED, SUPERSEDED -> true;
            case REGISTERING, REGISTERED, LOST, DRAINING -> false;
        };
    }

    @Override
    public void registryCalled(RegistryCall call) {
        Tags result = Tags.of("outcome", call.failure() == null ? "success" : "failure")
                .and(
                        "error.type",
                        call.failure() == null ? "none" : lower(call.failure().kind()));
        meters.timer("rollcall.registry.requests", result.and("operation", lower(call.operation())))
                .record(call.took());
        if (call.operation() == RegistryCall.Operation.HEARTBEAT) {
            meters.counter("rollcall.registry.heartbeats", result.and("service", call.service()))
                    .increment();
        }
    }

    @Override
    public void serviceChanged(ServiceChange change) {
        of(change.service()).changed(change);
    }

    @Override
    public void serviceRefreshed(ServiceSnapshot snapshot) {
        of(snapshot.service()).refreshed(snapshot);
    }

    @Override
    public void serviceForgotten(String service) {
        ServiceMeters own = services.remove(service);
        if (own != null) {
            own.remove();
        }
    }

    @Override
    public void entriesRefused(String service, int count) {
        of(service).refused(count);
    }

    @Override
    public void watchChanged(boolean connected) {
        watching.set(connected);
    }

    @Override
    public void attempted(CallAttempt attempt) {
        of(attempt.instance().service()).attempted(attempt);
    }

    @Override
    public LoadBalancerListener loadBalancer(String service) {
        return of(service);
    }

    private ServiceMeters of(String service) {
        ServiceMeters known = services.get(service);
        if (known != null) {
            return known;
        }
        String name = services.size() < MOST_SERVICES ? service : OTHER;
        return services.computeIfAbsent(name, own -> new ServiceMeters(meters, own, !own.equals(OTHER)));
    }

    /** Removes the meters of services and registrations. Called when the {@link io.rollcall.Rollcall} has closed. */
    @Override
    public void close() {
        services.keySet().forEach(this::serviceForgotten);
        registrations.values().forEach(RegistrationMeters::remove);
        registrations.clear();
        meters.remove(watch);
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
