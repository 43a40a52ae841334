package io.rollcall.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.rollcall.CallAttempt;
import io.rollcall.ServiceChange;
import io.rollcall.loadbalancer.LoadBalancerListener;
import io.rollcall.loadbalancer.strategy.Outcome;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.model.ServiceSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one service that is called.
 *
 * <p><b>Concurrency.</b> Threadsafe. Counters and timers of calls are made the first time and then found in arrays.
 */
final class ServiceMeters implements LoadBalancerListener {
    /** As many ejected instances of a service are shown by name. */
    private static final int MOST_EJECTED = 100;

    private final MeterRegistry meters;
    private final Tags service;
    private final List<Meter> all = new ArrayList<>();
    private final Map<String, Meter> ejected = new ConcurrentHashMap<>();
    private final Map<Outcome, Counter> outcomes = new ConcurrentHashMap<>();
    private final Map<CallAttempt.Kind, Map<Outcome, Timer>> attempts = new ConcurrentHashMap<>();
    private volatile @Nullable ServiceSnapshot snapshot;
    private volatile @Nullable Counter selections;
    private boolean removed;

    /** @param shown whether it has gauges; what stands for many services has none */
    ServiceMeters(MeterRegistry meters, String name, boolean shown) {
        this.meters = meters;
        this.service = Tags.of("service", name);
        if (shown) {
            for (InstanceStatus status : InstanceStatus.values()) {
                all.add(Gauge.builder("rollcall.discovery.instances", this, m -> m.instances(status))
                        .description("Instances that are known")
                        .tags(service.and("status", RollcallMetrics.lower(status)))
                        .register(meters));
            }
            all.add(TimeGauge.builder("rollcall.discovery.snapshot.age", this, TimeUnit.MILLISECONDS, m -> m.age())
                    .description("Time since the registry last told or confirmed the instances")
                    .tags(service)
                    .register(meters));
        }
    }

    private double instances(InstanceStatus status) {
        ServiceSnapshot known = snapshot;
        return known == null
                ? 0
                : known.instances().stream()
                        .filter(instance -> instance.status() == status)
                        .count();
    }

    private double age() {
        ServiceSnapshot known = snapshot;
        return known == null ? Double.NaN : known.age().toMillis();
    }

    void refreshed(ServiceSnapshot newer) {
        snapshot = newer;
    }

    void changed(ServiceChange change) {
        snapshot = change.after();
        counter("rollcall.discovery.changes", service).increment();
        change.removed().forEach(this::returned);
    }

    void refused(int count) {
        counter("rollcall.discovery.entries.refused", service).increment(count);
    }

    void attempted(CallAttempt attempt) {
        attempts.computeIfAbsent(attempt.kind(), kind -> new ConcurrentHashMap<>())
                .computeIfAbsent(attempt.outcome(), outcome -> timer(attempt.kind(), outcome))
                .record(attempt.took());
    }

    private Timer timer(CallAttempt.Kind kind, Outcome outcome) {
        return kept(tags -> Timer.builder("rollcall.client.attempts")
                .description("Attempts of balanced calls, until the first byte of the response")
                .tags(tags.and("kind", RollcallMetrics.lower(kind)).and("outcome", RollcallMetrics.lower(outcome)))
                .register(meters));
    }

    @Override
    public void selected(ServiceInstance instance) {
        Counter known = selections;
        if (known != null) {
            known.increment();
        }
    }

    @Override
    public void finished(ServiceInstance instance, Outcome outcome) {
        outcomes.computeIfAbsent(
                        outcome,
                        o -> counter("rollcall.loadbalancer.calls", service.and("outcome", RollcallMetrics.lower(o))))
                .increment();
    }

    @Override
    public void ejected(ServiceInstance instance, String reason, long millis) {
        counter("rollcall.loadbalancer.ejections", service).increment();
        if (ejected.size() < MOST_EJECTED) {
            ejected.computeIfAbsent(
                    instance.id(),
                    id -> Gauge.builder("rollcall.loadbalancer.ejected", () -> 1)
                            .description("1 for each instance that is taken out because calls to it failed")
                            .tags(service.and("instance", id))
                            .register(meters));
        }
    }

    @Override
    public void returned(ServiceInstance instance) {
        Meter gauge = ejected.remove(instance.id());
        if (gauge != null) {
            meters.remove(gauge);
        }
    }

    @Override
    public void panicked(String destination, int healthy, int instances) {
        counter("rollcall.loadbalancer.panics", service).increment();
    }

    @Override
    public void planned(String name, String strategy, long revision, int instances) {
        selections = counter("rollcall.loadbalancer.selections", service.and("strategy", strategy));
    }

    private Counter counter(String name, Tags tags) {
        return kept(ignored -> meters.counter(name, tags));
    }

    /** Remembers what was made, so that it goes with the service. */
    private <M extends Meter> M kept(Function<Tags, M> make) {
        M made = make.apply(service);
        synchronized (all) {
            if (removed) {
                meters.remove(made);
            } else if (!all.contains(made)) {
                all.add(made);
            }
        }
        return made;
    }

    void remove() {
        synchronized (all) {
            removed = true;
            all.forEach(meters::remove);
            all.clear();
        }
        ejected.values().forEach(meters::remove);
        ejected.clear();
    }
}
