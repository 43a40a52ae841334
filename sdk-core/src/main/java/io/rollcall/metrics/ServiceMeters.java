package io.rollcall.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.rollcall.event.CallAttemptEvent;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.loadbalancer.event.InstanceEjectedEvent;
import io.rollcall.loadbalancer.event.InstanceReturnedEvent;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.loadbalancer.event.PanicEvent;
import io.rollcall.loadbalancer.event.PlanCompiledEvent;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one called service.
 *
 * <p><b>Concurrency.</b> Threadsafe. Counting calls takes no lock. The map of gauges of ejected instances is its own
 * lock; other fields are volatile.
 */
final class ServiceMeters implements LoadBalancerListener {
    /** The most ejected instances of a service that have a gauge. */
    private static final int MOST_EJECTED = 100;

    private final MeterGroup meters;
    private final boolean named;
    private final CallMeters calls;
    /** Created at the start: Prometheus does not see the increase of a counter that starts at 1. */
    private final Counter changes;

    private final Counter refusals;
    private final Counter misses;
    private final Counter ejections;
    private final Counter panics;
    private final Map<String, Meter> ejected = new HashMap<>();
    private volatile @Nullable ServiceSnapshot snapshot;
    private volatile boolean panicking;
    private volatile boolean panickingInNextPlan;

    /**
     * @param meters a group with the service's name as a tag
     * @param named whether the group belongs to this service alone, and has gauges; else services share it
     */
    ServiceMeters(MeterGroup meters, boolean named) {
        this.meters = meters;
        this.named = named;
        this.calls = new CallMeters(meters);
        this.changes =
                meters.counter("rollcall.discovery.changes", "Snapshots with other instances than the one before");
        this.refusals = meters.counter(
                "rollcall.discovery.refusals", "Entries of the registry's responses that are not legal instances");
        this.misses = meters.counter(
                "rollcall.loadbalancer.misses", "Calls that failed because there was no instance to select");
        this.ejections = meters.counter(
                "rollcall.loadbalancer.ejections", "Instances that were ejected because calls to them failed");
        this.panics = meters.counter(
                "rollcall.loadbalancer.panics", "Times that calls started to go to ejected instances too");
        if (named) {
            addGauges();
        }
    }

    private void addGauges() {
        for (InstanceStatus status : InstanceStatus.values()) {
            meters.gauge(
                    "rollcall.discovery.instances",
                    "Instances that are known",
                    this,
                    own -> own.instances(status),
                    "status",
                    RollcallMetrics.lower(status));
        }
        meters.seconds(
                "rollcall.discovery.snapshot.age",
                "Time since the registry last sent or confirmed the instances",
                this,
                ServiceMeters::ageSeconds);
        meters.gauge(
                "rollcall.loadbalancer.panicking",
                "1 while so many instances are ejected that calls go to all of them",
                this,
                own -> own.panicking ? 1 : 0);
    }

    private double instances(InstanceStatus status) {
        ServiceSnapshot known = snapshot;
        return known == null
                ? 0
                : known.instances().stream()
                        .filter(instance -> instance.status() == status)
                        .count();
    }

    private double ageSeconds() {
        ServiceSnapshot known = snapshot;
        return known == null
                ? Double.NaN
                : known.age().toNanos() / (double) Duration.ofSeconds(1).toNanos();
    }

    void refreshed(ServiceSnapshot newer) {
        snapshot = newer;
    }

    void changed(ServiceChangedEvent change) {
        snapshot = change.after();
        changes.increment();
        change.removed().forEach(this::returned);
    }

    void refused(int count) {
        refusals.increment(count);
    }

    void attempted(CallAttemptEvent attempt) {
        calls.attempted(attempt);
    }

    @Override
    public void onSelected(ServiceInstance instance) {
        calls.selected();
    }

    @Override
    public void onNoInstance(String service) {
        misses.increment();
    }

    @Override
    public void onFinished(ServiceInstance instance, Outcome outcome) {
        calls.finished(outcome);
    }

    @Override
    public void onEjected(InstanceEjectedEvent event) {
        ejections.increment();
        synchronized (ejected) {
            if (named && ejected.size() < MOST_EJECTED) {
                ejected.computeIfAbsent(
                        event.instance().id(),
                        id -> meters.gauge(
                                "rollcall.loadbalancer.ejected",
                                "1 for each instance that is ejected now",
                                this,
                                own -> 1,
                                "instance.id",
                                id));
            }
        }
    }

    @Override
    public void onReturned(InstanceReturnedEvent event) {
        returned(event.instance());
    }

    private void returned(ServiceInstance instance) {
        synchronized (ejected) {
            Meter gauge = ejected.remove(instance.id());
            if (gauge != null) {
                meters.remove(gauge);
            }
        }
    }

    @Override
    public void onPanic(PanicEvent event) {
        panickingInNextPlan = true;
    }

    /** Completes what {@link #onPanic} reported for this plan. Both are called under the balancer's lock. */
    @Override
    public void onPlanCompiled(PlanCompiledEvent event) {
        if (panickingInNextPlan && !panicking) {
            panics.increment();
        }
        panicking = panickingInNextPlan;
        panickingInNextPlan = false;
        calls.strategy(event.strategy());
    }

    /** The service is no longer called. Meters shared with other services stay. */
    void remove() {
        if (named) {
            meters.remove();
        }
    }
}
