package io.rollcall.benchmarks.soak;

import io.rollcall.mock.MockRegistry;
import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** The ground truth: which hosts are alive, and which are healthy. Threadsafe. */
final class SoakFleet implements AutoCloseable {
    private final MockRegistry registry;
    private final Executor threads;
    private final Map<String, Host> hosts = new ConcurrentHashMap<>();
    private final LongAdder idleClosed = new LongAdder();

    SoakFleet(MockRegistry registry, Executor threads) {
        this.registry = registry;
        this.threads = threads;
    }

    void join(String name) {
        hosts.put(name, new Host(name, registry.uri(), threads, keepAlive(name)));
    }

    /** Servers differ in how long they keep idle connections: each of these by its name. */
    private static Duration keepAlive(String name) {
        List<Duration> kept = SoakConfig.KEEP_ALIVE;
        return kept.get(Math.floorMod(name.hashCode(), kept.size()));
    }

    /** Closes connections of callers that were idle for too long. */
    void closeIdle() {
        living().forEach(host -> idleClosed.add(host.closeIdle()));
    }

    /** How many connections were closed for that so far. */
    long idleClosed() {
        return idleClosed.sum();
    }

    Host host(String name) {
        Host host = hosts.get(name);
        if (host == null) {
            throw new IllegalStateException(name + ": does not live");
        }
        return host;
    }

    /** Removes it from the live hosts; the caller closes it. */
    Host leave(String name) {
        Host host = host(name);
        hosts.remove(name);
        return host;
    }

    Collection<Host> living() {
        return List.copyOf(hosts.values());
    }

    /** Whether a call to {@code instance} would succeed. */
    boolean isHealthy(ServiceInstance instance) {
        return living().stream()
                .filter(Host::isHealthy)
                .anyMatch(host -> host.instances().stream()
                        .anyMatch(own -> own.authority().equals(instance.authority())));
    }

    /** The instances of {@code service} that everyone should see. */
    TreeSet<String> expected(String service) {
        return seen(living().stream()
                .flatMap(host -> host.instances().stream())
                .filter(instance -> instance.service().equals(service))
                .toList());
    }

    /** What the registry has of {@code service}. */
    Set<String> registered(String service) {
        return registry.instances(service).stream()
                .map(instance ->
                        line(instance.instanceId(), instance.ip() + ":" + instance.port(), instance.metadata()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static TreeSet<String> seen(List<ServiceInstance> instances) {
        return instances.stream()
                .map(instance -> line(instance.id(), instance.authority(), instance.metadata()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String line(String id, String authority, Map<String, String> metadata) {
        return id + " " + authority + " " + metadata.getOrDefault("change", "");
    }

    @Override
    public void close() {
        living().parallelStream().forEach(Host::close);
    }
}
