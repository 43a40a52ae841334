package io.rollcall.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.rollcall.Registration;
import io.rollcall.RegistryCall;
import io.rollcall.SdkListener;
import io.rollcall.ServiceChange;
import io.rollcall.http.CallAttempt;
import io.rollcall.loadbalancer.LoadBalancerListener;
import io.rollcall.model.ServiceSnapshot;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one {@link io.rollcall.Rollcall} in a Micrometer registry.
 *
 * <pre>{@code
 * Rollcall rollcall = Rollcall.builder().registry(url).listener(RollcallMetrics.in(meters)).build();
 * }</pre>
 *
 * <p>The names are in docs/observability.md. Tags are bounded: the first 200 services have their own name in the tag
 * {@code service}, further ones are {@code other} and have no gauges. What belongs to a service, a registration or an
 * instance is removed when that goes.
 *
 * <p><b>Concurrency.</b> Threadsafe. What is counted on a call's path takes no lock and makes no garbage. The names
 * that were given are guarded by the set of them.
 */
public final class RollcallMetrics implements SdkListener, AutoCloseable {
    /** As many services have their own name in tags. */
    static final int MOST_SERVICES = 200;

    static final String SERVICE = "service";
    private static final String OTHER = "other";

    private final MeterGroup meters;
    private final MeterGroup others;
    private final Map<String, ServiceMeters> services = new ConcurrentHashMap<>();
    private final Map<String, RegistrationMeters> registrations = new ConcurrentHashMap<>();
    private final Set<String> calledNames = new HashSet<>();
    private final Set<String> ownNames = ConcurrentHashMap.newKeySet();
    private volatile boolean watching;

    private RollcallMetrics(MeterRegistry registry, Iterable<Tag> tags) {
        this.meters = new MeterGroup(registry, tags);
        this.others = meters.with(SERVICE, OTHER);
    }

    /** Meters in {@code meters}, for one {@link io.rollcall.Rollcall}. */
    public static RollcallMetrics in(MeterRegistry meters) {
        return in(meters, Tags.empty());
    }

    /**
     * The same with further tags on each meter. A process with several {@link io.rollcall.Rollcall}s tells them apart
     * by these.
     */
    public static RollcallMetrics in(MeterRegistry meters, Iterable<Tag> tags) {
        return new RollcallMetrics(meters, tags);
    }

    /** Shows it from now on, so that one which never succeeds is seen too. */
    @Override
    public void registrationAdded(Registration registration) {
        shown(registration);
    }

    @Override
    public void registrationChanged(Registration registration, Registration.State before, Registration.State after) {
        meters.counter(
                        "rollcall.registration.transitions",
                        "Changes of registrations, by the state they came to",
                        SERVICE,
                        ownName(registration.instance().service()),
                        "state",
                        lower(after))
                .increment();
        shown(registration);
    }

    @Override
    public void healthChanged(Registration registration, boolean healthy, String reason) {
        RegistrationMeters own = shown(registration);
        if (own != null) {
            own.healthy(healthy);
        }
    }

    /** The meters of {@code registration}; null if it is over, and then none of its own are left. */
    private @Nullable RegistrationMeters shown(Registration registration) {
        RegistrationMeters now = registrations.compute(key(registration), (key, known) -> {
            boolean own = known != null && known.isOf(registration);
            boolean over = isOver(registration.state());
            if (own != over) {
                return known; // shown already, or over while the next of the same id is shown
            }
            if (known != null) {
                known.remove();
            }
            return over ? null : new RegistrationMeters(meters, registration);
        });
        return now != null && now.isOf(registration) ? now : null;
    }

    private static boolean isOver(Registration.State state) {
        return switch (state) {
            case CLOSED, ABANDONED, SUPERSEDED -> true;
            case REGISTERING, REGISTERED, LOST, DRAINING -> false;
        };
    }

    private static String key(Registration registration) {
        return registration.instance().service() + "/" + registration.instance().id();
    }

    @Override
    public void registryCalled(RegistryCall call) {
        String outcome = call.failure() == null ? "success" : "failure";
        String error = call.failure() == null ? "none" : lower(call.failure().kind());
        meters.timer(
                        "rollcall.registry.requests",
                        "Requests to the registry, with their retries on other endpoints",
                        "operation",
                        lower(call.operation()),
                        "outcome",
                        outcome,
                        "error.type",
                        error)
                .record(call.took());
        if (call.operation() == RegistryCall.Operation.HEARTBEAT) {
            meters.counter(
                            "rollcall.registry.heartbeats",
                            "Heartbeats of this process's registrations",
                            SERVICE,
                            ownName(call.service()),
                            "outcome",
                            outcome,
                            "error.type",
                            error)
                    .increment();
        }
    }

    /** The name that counters of this process's own services get, which stay. */
    private String ownName(String service) {
        return ownNames.contains(service) || ownNames.size() < MOST_SERVICES && ownNames.add(service) ? service : OTHER;
    }

    @Override
    public void serviceChanged(ServiceChange change) {
        ServiceMeters known = services.get(change.service());
        if (known != null) {
            known.changed(change);
        }
    }

    @Override
    public void serviceRefreshed(ServiceSnapshot snapshot) {
        ServiceMeters known = services.get(snapshot.service());
        if (known != null) {
            known.refreshed(snapshot);
        }
    }

    @Override
    public void serviceForgotten(String service) {
        ServiceMeters own = services.remove(service);
        if (own != null) {
            own.remove();
            synchronized (calledNames) {
                calledNames.remove(service);
            }
        }
    }

    /** Counts them for a service that is not called too: a registration may have looked itself up. */
    @Override
    public void entriesRefused(String service, int count) {
        ServiceMeters known = services.get(service);
        (known == null ? new ServiceMeters(others, false) : known).refused(count);
    }

    @Override
    public void watchChanged(boolean connected) {
        watching = connected;
    }

    @Override
    public void attempted(CallAttempt attempt) {
        ServiceMeters known = services.get(attempt.instance().service());
        if (known != null) {
            known.attempted(attempt);
        }
    }

    /** Makes the meters of {@code service}. Everything else about a service counts only from here on. */
    @Override
    public LoadBalancerListener loadBalancer(String service) {
        meters.gauge(
                "rollcall.discovery.watch.connected",
                "1 while the registry pushes changes, 0 while services are asked for instead",
                this,
                own -> own.watching ? 1 : 0);
        return services.computeIfAbsent(service, this::called);
    }

    private ServiceMeters called(String service) {
        boolean named;
        synchronized (calledNames) {
            named = calledNames.size() < MOST_SERVICES && calledNames.add(service);
        }
        return named ? new ServiceMeters(meters.with(SERVICE, service), true) : new ServiceMeters(others, false);
    }

    /**
     * Removes all meters. For whoever made this, after the {@link io.rollcall.Rollcall} has closed, if the Micrometer
     * registry goes on.
     */
    @Override
    public void close() {
        services.keySet().forEach(this::serviceForgotten);
        registrations.values().forEach(RegistrationMeters::remove);
        registrations.clear();
        others.remove();
        meters.remove();
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
