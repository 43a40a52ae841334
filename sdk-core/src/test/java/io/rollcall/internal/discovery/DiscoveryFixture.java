package io.rollcall.internal.discovery;

import io.rollcall.event.RollcallListener;
import io.rollcall.event.ServiceChangedEvent;
import io.rollcall.event.ServiceForgottenEvent;
import io.rollcall.event.ServiceRefreshedEvent;
import io.rollcall.event.WatchChangedEvent;
import io.rollcall.internal.SdkRuntime;
import io.rollcall.internal.discovery.disk.SnapshotDirectory;
import io.rollcall.internal.discovery.disk.SnapshotFile;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.model.InstanceStatus;
import io.rollcall.model.ServiceInstance;
import io.rollcall.random.Randomness;
import io.rollcall.testing.VirtualScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A discovery cache on virtual time over a scripted registry. */
final class DiscoveryFixture implements AutoCloseable {
    static final Duration PROTECTION = Duration.ofSeconds(30);

    final VirtualScheduler time;
    final WatchedRegistry registry;
    final List<String> forgotten = new ArrayList<>();
    /** The events that a listener of the SDK receives. */
    final List<String> events = new ArrayList<>();

    /** Runs what may block; virtual time itself unless a test replaces it. */
    Executor io;

    final Map<String, ServicePolicy> policies = new HashMap<>();
    final Discovery discovery;

    DiscoveryFixture() {
        this(1, PROTECTION);
    }

    DiscoveryFixture(long seed, Duration protection) {
        this(new VirtualScheduler(), seed, protection, null);
    }

    /** One that stores its snapshots in {@code directory}. */
    DiscoveryFixture(VirtualScheduler time, Path directory) {
        this(time, 1, PROTECTION, new SnapshotDirectory(directory, List.of("here"), Duration.ofHours(24), time));
    }

    private DiscoveryFixture(
            VirtualScheduler time, long seed, Duration protection, @Nullable SnapshotDirectory directory) {
        this.time = time;
        this.registry = new WatchedRegistry(time);
        this.io = time;
        discovery = new Discovery(
                registry,
                new SdkRuntime(time, Randomness.seeded(seed), time, task -> io.execute(task), time),
                DiscoveryConfig.of(Duration.ofSeconds(30), Duration.ofMillis(50), protection),
                this::balancer,
                new Recording(),
                service -> directory == null ? null : new SnapshotFile(directory, service, time, time, time));
        time.scheduleAtFixedRate(this::sendSignsOfLife, 5, 5, TimeUnit.SECONDS);
    }

    /** Follows the service, and lets the first look-up complete and the watch connect. */
    CachedService followed(String service) {
        CachedService entry = discovery.follow(service);
        advance(Duration.ofSeconds(1));
        return entry;
    }

    /** The registry gives signs of life every 5 s. */
    private void sendSignsOfLife() {
        if (!registry.silent) {
            registry.open.forEach(watch -> watch.listener.alive());
        }
    }

    void advance(Duration duration) {
        time.advance(duration);
    }

    static List<String> ids(CachedService entry) {
        return entry.balancer().snapshot().instances().stream()
                .map(ServiceInstance::id)
                .sorted()
                .toList();
    }

    static ServiceInstance up(String id) {
        return instance(id).build();
    }

    static ServiceInstance draining(String id) {
        return instance(id).status(InstanceStatus.DRAINING).build();
    }

    /** Each id has a port of its own. */
    static ServiceInstance.Builder instance(String id) {
        return ServiceInstance.named("users").id(id).host("10.0.0.1").port(1024 + Math.floorMod(id.hashCode(), 60_000));
    }

    @Override
    public void close() {
        discovery.close();
    }

    private LoadBalancer balancer(String service) {
        return LoadBalancer.builder(service)
                .clock(time)
                .policy(policies.getOrDefault(service, ServicePolicy.defaults()))
                .build();
    }

    private final class Recording implements RollcallListener {
        @Override
        public void onServiceForgotten(ServiceForgottenEvent event) {
            forgotten.add(event.service());
        }

        @Override
        public void onServiceChanged(ServiceChangedEvent event) {
            events.add("changed " + event.after());
        }

        @Override
        public void onServiceRefreshed(ServiceRefreshedEvent event) {
            events.add("refreshed " + event.snapshot());
        }

        @Override
        public void onWatchChanged(WatchChangedEvent event) {
            events.add(event.connected() ? "watched" : "unwatched");
        }
    }
}
