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
 * Meters of one {@link io.rollcall.Rollcall} in a Micrometer registry. The Spring starter adds it by itself.
 *
 * <pre>{@code
 * Rollcall rollcall = Rollcall.builder().registry(url).listener(RollcallMetrics.in(meters)).build();
 * }</pre>
 *
 * <p>docs/observability.md lists the names. Tags are bounded: the first 200 services have their name in the tag
 * {@code service}, further ones count as {@code other} and have no gauges. Meters of a service, a registration or an
 * instance are removed with it.
 *
 * <p><b>Concurrency.</b> Threadsafe. Counting on the call path takes no lock and allocates nothing. The set of service
 * names is its own lock.
 *
 * @since 0.1
 */
public final class RollcallMetrics implements RollcallListener, AutoCloseable {
    /** The most services that have their own name in tags. */
    static final int MOST_SERVICES = 200;

    static final String SERVICE = "service";
    private static final String OTHER = "other";

    private final MeterGroup meters;
    private final MeterGroup others;
    private final Map<String, ServiceMeters> services = new ConcurrentHashMap<>();
    private final Map<String, RegistrationMeters> registrations = new ConcurrentHashMap<>();
    private final Set<String> calledNames = new HashSet<>();
    private final Set<String> ownNames = ConcurrentHashMap.newKeySet();
    private volatile boolean watchConnected;

    private RollcallMetrics(MeterRegistry registry, Iterable<Tag> tags) {
        this.meters = new MeterGroup(registry, tags);
        this.others = meters.with(SERVICE, OTHER);
    }

    /** Meters in {@code meters}, for one {@link io.rollcall.Rollcall}. */
    public static RollcallMetrics in(MeterRegistry meters) {
        return in(meters, Tags.empty());
    }

    /** Meters with additional tags, which distinguish several {@link io.rollcall.Rollcall}s of one process. */
    public static RollcallMetrics in(MeterRegistry meters, Iterable<Tag> tags) {
        return new RollcallMetrics(meters, tags);
    }

    /** Creates its gauges now, so that a registration that never succeeds is visible too. */
    @Override
    public void onRegistrationAdded(RegistrationAddedEvent event) {
        metersOf(event.registration());
    }

    @Override
    public void onRegistrationStateChanged(RegistrationStateChangedEvent event) {
        Registration registration = event.registration();
        meters.counter(
                        "rollcall.registration.transitions",
                        "State changes of registrations, by new state",
                        SERVICE,
                        ownName(registration.instance().service()),
                        "state",
                        lower(event.after()))
                .increment();
        metersOf(registration);
    }

    @Override
    public void onHealthChanged(HealthChangedEvent event) {
        RegistrationMeters own = metersOf(event.registration());
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

    /** The meters of {@code registration}; null if it has ended, and then its meters are removed. */
    private @Nullable RegistrationMeters metersOf(Registration registration) {
        RegistrationMeters now = registrations.compute(key(registration), (key, known) -> {
            boolean own = known != null && known.isOf(registration);
            boolean over = registration.state().isOver();
            if (own != over) {
                return known; // up to date, or ended while a newer registration of the same id has the meters
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

    /** The value of the tag {@code service} of counters of this process's own services, which are not removed. */
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

    /** Also for a service that is not called: a registration may look up its own. */
    @Override
    public void onEntriesRefused(EntriesRefusedEvent event) {
        ServiceMeters known = services.get(event.service());
        (known == null ? new ServiceMeters(others, false) : known).refused(event.count());
    }

    @Override
    public void onWatchChanged(WatchChangedEvent event) {
        watchConnected = event.connected();
    }

    @Override
    public void onCallAttempt(CallAttemptEvent attempt) {
        ServiceMeters known = services.get(attempt.instance().service());
        if (known != null) {
            known.attempted(attempt);
        }
    }

    /** Creates the meters of {@code service}. Other events of a service count only from then on. */
    @Override
    public LoadBalancerListener loadBalancer(String service) {
        meters.gauge(
                "rollcall.discovery.watch.connected",
                "1 while the registry pushes changes, 0 while services are polled instead",
                this,
                own -> own.watchConnected ? 1 : 0);
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
     * Removes all meters. Call it after closing the {@link io.rollcall.Rollcall} if the Micrometer registry is used
     * further.
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
