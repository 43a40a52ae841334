package io.rollcall.testing;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A registry in memory that a test controls: it records every request with the time of its arrival, runs leases on the
 * test's time, and can fail, lose data or be interfered with while a request is under way.
 *
 * <p>Not threadsafe: everything runs on the thread that advances virtual time.
 */
public final class ScriptedRegistry implements RegistryBackend {

    /** The kind of a request. */
    public enum RequestKind {
        REGISTER,
        RENEW,
        DEREGISTER
    }

    /** A request, and when it was received. */
    public record Received(RequestKind kind, ServiceInstance instance, Duration at) {}

    private final VirtualScheduler time;
    private final Map<String, ServiceInstance> registered = new LinkedHashMap<>();
    private final Map<String, Duration> deadlines = new LinkedHashMap<>();
    private final List<Received> received = new ArrayList<>();
    private Lease lease = new Lease(Duration.ofSeconds(30), Duration.ofSeconds(10));
    private Consumer<Received> before = request -> {};
    private Consumer<Received> after = request -> {};
    private boolean listsWhatItAcknowledges = true;
    private boolean closed;

    /** An empty registry on {@code time}. */
    public ScriptedRegistry(VirtualScheduler time) {
        this.time = time;
    }

    /** The lease that is granted from now on. */
    public void grants(Duration ttl, Duration heartbeat) {
        lease = new Lease(ttl, heartbeat);
    }

    /** Runs {@code action} before each request takes effect; an exception becomes the response. */
    public void before(Consumer<Received> action) {
        before = action;
    }

    /** Runs {@code action} after each request took effect; an exception becomes the response. */
    public void after(Consumer<Received> action) {
        after = action;
    }

    /** Makes every request fail with {@code kind}. */
    public void fails(Kind kind) {
        before = request -> {
            throw new RegistryException(kind, "scripted " + kind);
        };
    }

    /** Makes requests succeed again. */
    public void heals() {
        before = request -> {};
        after = request -> {};
    }

    /** Loses all instances, as a restart does. */
    public void forgetsAll() {
        registered.clear();
    }

    /** Loses its instances, but goes on acknowledging renewals. */
    public void losesSilently() {
        listsWhatItAcknowledges = false;
    }

    /** Registers {@code instance} as another process would. */
    public void holdsFromElsewhere(ServiceInstance instance) {
        registered.put(key(instance), instance);
        deadlines.put(key(instance), time.elapsed().plus(lease.ttl()));
    }

    /** The registered instances whose lease has not ended. */
    public List<ServiceInstance> registered() {
        registered
                .keySet()
                .removeIf(key -> deadlines.getOrDefault(key, Duration.ZERO).compareTo(time.elapsed()) < 0);
        return List.copyOf(registered.values());
    }

    /** All requests, in the order they were received. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** The kinds of all requests, in the order they were received. */
    public List<RequestKind> requestKinds() {
        return received.stream().map(Received::kind).toList();
    }

    /** The times of all requests. */
    public List<Duration> moments() {
        return received.stream().map(Received::at).toList();
    }

    @Override
    public Lease register(ServiceInstance instance) {
        return handle(RequestKind.REGISTER, instance, () -> {
            refuseOlder(instance);
            holdsFromElsewhere(instance);
            listsWhatItAcknowledges = true;
        });
    }

    @Override
    public Optional<Lease> renew(ServiceInstance instance) {
        handle(RequestKind.RENEW, instance, () -> {
            refuseOlder(instance);
            if (registered().stream().noneMatch(other -> key(other).equals(key(instance)))) {
                throw new RegistryException(Kind.NOT_FOUND, "scripted: unknown instance");
            }
            registered.computeIfPresent(
                    key(instance),
                    (key, current) ->
                            current.toBuilder().status(instance.status()).build());
            deadlines.put(key(instance), time.elapsed().plus(lease.ttl()));
        });
        return Optional.empty();
    }

    @Override
    public void deregister(ServiceInstance instance) {
        handle(RequestKind.DEREGISTER, instance, () -> {
            refuseOlder(instance);
            registered.remove(key(instance));
        });
    }

    private Lease handle(RequestKind kind, ServiceInstance instance, Runnable effect) {
        Received request = new Received(kind, instance, time.elapsed());
        received.add(request);
        before.accept(request);
        effect.run();
        after.accept(request);
        return lease;
    }

    private void refuseOlder(ServiceInstance instance) {
        registered().stream()
                .filter(current -> key(current).equals(key(instance)) && current.generation() > instance.generation())
                .findAny()
                .ifPresent(newer -> {
                    throw new RegistryException(
                            Kind.CONFLICT, "scripted: generation " + newer.generation() + " is registered");
                });
    }

    private static String key(ServiceInstance instance) {
        return instance.service() + "/" + instance.id();
    }

    @Override
    public boolean holds(ServiceInstance instance) {
        return listsWhatItAcknowledges;
    }

    @Override
    public Optional<ServiceView> fetch(String service, @Nullable ServiceView current) {
        List<ServiceInstance> instances = registered().stream()
                .filter(instance -> instance.service().equals(service))
                .toList();
        return Optional.of(new ServiceView(service, "scripted", received.size(), instances, ""));
    }

    @Override
    public List<String> services() {
        return registered().stream()
                .map(ServiceInstance::service)
                .sorted()
                .distinct()
                .toList();
    }

    @Override
    public Watch watch(Set<String> services, WatchListener listener) {
        throw new UnsupportedOperationException("This registry does not push.");
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Whether the SDK has closed this registry. */
    public boolean isClosed() {
        return closed;
    }
}
