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
 * A registry in memory that does what a test orders: it remembers every message with the moment it came, keeps leases
 * on the test's time, and can fail, forget or be interfered with while a message is under way.
 *
 * <p>Not threadsafe but for what virtual time needs: everything happens on the thread that moves time.
 */
public final class ScriptedRegistry implements RegistryBackend {

    /** What the registry was told. */
    public enum Told {
        REGISTER,
        RENEW,
        DEREGISTER
    }

    /** One message. */
    public record Received(Told told, ServiceInstance instance, Duration at) {}

    private final VirtualScheduler time;
    private final Map<String, ServiceInstance> held = new LinkedHashMap<>();
    private final Map<String, Duration> deadlines = new LinkedHashMap<>();
    private final List<Received> received = new ArrayList<>();
    private Lease lease = new Lease(Duration.ofSeconds(30), Duration.ofSeconds(10));
    private Consumer<Received> before = message -> {};
    private Consumer<Received> after = message -> {};
    private boolean holdsWhatItSays = true;
    private boolean closed;

    /** An empty registry on {@code time}. */
    public ScriptedRegistry(VirtualScheduler time) {
        this.time = time;
    }

    /** The lease that is granted from now on. */
    public void grants(Duration ttl, Duration heartbeat) {
        lease = new Lease(ttl, heartbeat);
    }

    /** What happens to each message before it takes effect; a throw is the answer. */
    public void before(Consumer<Received> action) {
        before = action;
    }

    /** What happens to each message after it took effect; a throw is the answer. */
    public void after(Consumer<Received> action) {
        after = action;
    }

    /** Every message fails so. */
    public void fails(Kind kind) {
        before = message -> {
            throw new RegistryException(kind, "scripted " + kind);
        };
    }

    /** No message fails any more. */
    public void heals() {
        before = message -> {};
        after = message -> {};
    }

    /** Restarts empty. */
    public void forgetsAll() {
        held.clear();
    }

    /** Goes on renewing what it no longer lists. */
    public void losesSilently() {
        holdsWhatItSays = false;
    }

    /** Puts {@code instance} there as another process would. */
    public void holdsFromElsewhere(ServiceInstance instance) {
        held.put(key(instance), instance);
        deadlines.put(key(instance), time.elapsed().plus(lease.ttl()));
    }

    /** What is registered and whose lease runs. */
    public List<ServiceInstance> held() {
        held.keySet().removeIf(key -> deadlines.getOrDefault(key, Duration.ZERO).compareTo(time.elapsed()) < 0);
        return List.copyOf(held.values());
    }

    /** Every message, in the order it came. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** The kinds of all messages, in the order they came. */
    public List<Told> told() {
        return received.stream().map(Received::told).toList();
    }

    /** The moments of all messages. */
    public List<Duration> moments() {
        return received.stream().map(Received::at).toList();
    }

    @Override
    public Lease register(ServiceInstance instance) {
        return handle(Told.REGISTER, instance, () -> {
            refuseOlder(instance);
            holdsFromElsewhere(instance);
            holdsWhatItSays = true;
        });
    }

    @Override
    public Optional<Lease> renew(ServiceInstance instance) {
        handle(Told.RENEW, instance, () -> {
            refuseOlder(instance);
            if (held().stream().noneMatch(other -> key(other).equals(key(instance)))) {
                throw new RegistryException(Kind.NOT_FOUND, "scripted: unknown instance");
            }
            held.computeIfPresent(
                    key(instance),
                    (key, known) -> known.toBuilder().status(instance.status()).build());
            deadlines.put(key(instance), time.elapsed().plus(lease.ttl()));
        });
        return Optional.empty();
    }

    @Override
    public void deregister(ServiceInstance instance) {
        handle(Told.DEREGISTER, instance, () -> {
            refuseOlder(instance);
            held.remove(key(instance));
        });
    }

    private Lease handle(Told told, ServiceInstance instance, Runnable effect) {
        Received message = new Received(told, instance, time.elapsed());
        received.add(message);
        before.accept(message);
        effect.run();
        after.accept(message);
        return lease;
    }

    private void refuseOlder(ServiceInstance instance) {
        held().stream()
                .filter(known -> key(known).equals(key(instance)) && known.generation() > instance.generation())
                .findAny()
                .ifPresent(newer -> {
                    throw new RegistryException(
                            Kind.CONFLICT, "scripted: generation " + newer.generation() + " is held");
                });
    }

    private static String key(ServiceInstance instance) {
        return instance.service() + "/" + instance.id();
    }

    @Override
    public boolean holds(ServiceInstance instance) {
        return holdsWhatItSays;
    }

    @Override
    public Optional<ServiceView> fetch(String service, @Nullable ServiceView known) {
        List<ServiceInstance> instances = held().stream()
                .filter(instance -> instance.service().equals(service))
                .toList();
        return Optional.of(new ServiceView(service, "scripted", received.size(), instances, ""));
    }

    @Override
    public List<String> services() {
        return held().stream().map(ServiceInstance::service).sorted().distinct().toList();
    }

    @Override
    public Watch watch(Set<String> services, WatchListener listener) {
        throw new UnsupportedOperationException("This registry pushes nothing.");
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Whether the SDK has closed it. */
    public boolean isClosed() {
        return closed;
    }
}
