package io.rollcall.testing;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import io.rollcall.registry.support.UnreadableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An endpoint without data: it counts calls, and lets them succeed or fail as a test orders. Not threadsafe. */
public final class ScriptedEndpoint implements RegistryBackend {
    private final String name;
    private final Set<String> unreadable = new HashSet<>();
    private @Nullable Kind failure;
    private boolean once;
    private int calls;
    private int watches;
    private @Nullable WatchListener listener;

    /** An endpoint that works. */
    public ScriptedEndpoint(String name) {
        this.name = name;
    }

    /** Every call fails with {@code kind}. */
    public void fails(Kind kind) {
        failure = kind;
        once = false;
    }

    /** The next call fails with {@code kind}. */
    public void failsOnce(Kind kind) {
        failure = kind;
        once = true;
    }

    /** The response about {@code service} cannot be read. */
    public void isUnreadableFor(String service) {
        unreadable.add(service);
    }

    /** Every call succeeds. */
    public void heals() {
        failure = null;
    }

    /** The number of calls, without watches. */
    public int calls() {
        return calls;
    }

    /** The number of watches. */
    public int watches() {
        return watches;
    }

    /** The listener of the last watch. */
    public WatchListener listener() {
        return Objects.requireNonNull(listener);
    }

    private void called() {
        calls++;
        Kind kind = failure;
        if (kind != null) {
            failure = once ? null : kind;
            throw new RegistryException(kind, name + " fails as ordered");
        }
    }

    @Override
    public Lease register(ServiceInstance instance) {
        called();
        return new Lease(Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    @Override
    public Optional<Lease> renew(ServiceInstance instance) {
        called();
        return Optional.empty();
    }

    @Override
    public void deregister(ServiceInstance instance) {
        called();
    }

    @Override
    public Optional<ServiceView> fetch(String service, @Nullable ServiceView known) {
        called();
        if (unreadable.contains(service)) {
            throw new RegistryException(
                    Kind.UNAVAILABLE, name + ": " + service + " is unreadable", new UnreadableException("too large"));
        }
        return Optional.of(new ServiceView(service, name, calls, List.of(), ""));
    }

    @Override
    public List<String> services() {
        called();
        return List.of();
    }

    @Override
    public Watch watch(Set<String> services, WatchListener newListener) {
        watches++;
        listener = newListener;
        return () -> {};
    }

    @Override
    public void close() {
        listener = null;
    }

    @Override
    public String toString() {
        return name;
    }
}
