package io.rollcall.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.EntriesRefusedEvent;
import io.rollcall.event.HealthChangedEvent;
import io.rollcall.event.HeartbeatOverdueEvent;
import io.rollcall.event.RegistrationAddedEvent;
import io.rollcall.event.RegistrationStateChangedEvent;
import io.rollcall.event.RegistryCallEvent;
import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.event.ServiceForgottenEvent;
import io.rollcall.event.ServiceRefreshedEvent;
import io.rollcall.event.WatchChangedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.model.ServiceSnapshot;
import io.rollcall.registration.Registration;
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
public final class RollcallMetrics implements RollcallListener, AutoCloseable {
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
    public void onRegistrationAdded(RegistrationAddedEvent event) {
        shown(event.registration());
    }

    @Override
    public void onRegistrationStateChanged(RegistrationStateChangedEvent event) {
        Registration registration = event.registration();
        meters.counter(
                        "rollcall.registration.transitions",
                        "Changes of registrations, by the state they came to",
                        SERVICE,
                        ownName(registration.instance().service()),
                        "state",
                        lower(event.after()))
                .increment();
        shown(registration);
    }

    @Override
    public void onHealthChanged(HealthChangedEvent event) {
        RegistrationMeters own = shown(event.registration());
        if (own != null) {
            own.healthy(event.healthy());
        }
    }

    @Override
    public void onHeartbeatOverdue(HeartbeatOverdueEvent event) {
        meters.counter(
                        "rollcall.registration.overdue",
                        "Requests for registrations that were overdue by more than a third of the lease",
                        SERVICE,
                        ownName(event.registration().instance().service()))
                .increment();
    }

    /** The meters of {@code registration}; null if it is over, and then none of its own are left. */
    private @Nullable RegistrationMeters shown(Registration registration) {
        RegistrationMeters now = registrations.compute(key(registration), (key, known) -> {
            boolean own = known != null && known.isOf(registration);
            boolean over = registration.state().isOver();
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

    private static String key(Registration registration) {
        return registration.instance().service() + "/" + registration.instance().id();
    }

    @Override
    public void onRegistryCall(RegistryCallEvent call) {
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
        if (call.operation() == RegistryCallEvent.Operation.HEARTBEAT) {
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
    public void onServiceChanged(ServiceChangedEvent change) {
        ServiceMeters known = services.get(change.service());
        if (known != null) {
            known.changed(change);
        }
    }

    @Override
    public void onServiceRefreshed(ServiceRefreshedEvent event) {
        ServiceSnapshot snapshot = event.snapshot();
        ServiceMeters known = services.get(snapshot.service());
        if (known != null) {
            known.refreshed(snapshot);
        }
    }

    @Override
    public void onServiceForgotten(ServiceForgottenEvent event) {
        forget(event.service());
    }

    private void forget(String service) {
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
    public void onEntriesRefused(EntriesRefusedEvent event) {
        ServiceMeters known = services.get(event.service());
        (known == null ? new ServiceMeters(others, false) : known).refused(event.count());
    }

    @Override
    public void onWatchChanged(WatchChangedEvent event) {
        watching = event.connected();
    }

    @Override
    public void onCallAttempt(CallAttemptEvent attempt) {
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
        services.keySet().forEach(this::forget);
        registrations.values().forEach(RegistrationMeters::remove);
        registrations.clear();
        others.remove();
        meters.remove();
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
