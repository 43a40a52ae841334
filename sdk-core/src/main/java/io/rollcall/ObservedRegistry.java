package io.rollcall;

import io.rollcall.event.RegistryCallEvent;
import io.rollcall.event.RegistryCallEvent.Operation;
import io.rollcall.event.RollcallListener;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports every request to a listener, on the thread that made the request. Immutable. */
final class ObservedRegistry implements RegistryBackend {
    private final RegistryBackend registry;
    private final TimeSource time;
    private final RollcallListener listener;

    ObservedRegistry(RegistryBackend registry, TimeSource time, RollcallListener listener) {
        this.registry = registry;
        this.time = time;
        this.listener = listener;
    }

    @Override
    public Lease register(ServiceInstance instance) {
        return observed(Operation.REGISTER, instance.service(), () -> registry.register(instance));
    }

    @Override
    public Optional<Lease> renew(ServiceInstance instance) {
        return observed(Operation.HEARTBEAT, instance.service(), () -> registry.renew(instance));
    }

    @Override
    public void deregister(ServiceInstance instance) {
        observed(Operation.DEREGISTER, instance.service(), () -> {
            registry.deregister(instance);
            return true;
        });
    }

    @Override
    public boolean holds(ServiceInstance instance) {
        return observed(Operation.CHECK, instance.service(), () -> registry.holds(instance));
    }

    @Override
    public Optional<ServiceView> fetch(String service, @Nullable ServiceView known) {
        return observed(Operation.FETCH, service, () -> registry.fetch(service, known));
    }

    @Override
    public List<String> services() {
        return observed(Operation.SERVICES, "", registry::services);
    }

    @Override
    public Watch watch(Set<String> services, WatchListener watching) {
        return registry.watch(services, watching);
    }

    @Override
    public void close() {
        registry.close();
    }

    private <T> T observed(Operation operation, String service, Supplier<T> request) {
        long begin = time.nanoTime();
        try {
            T response = request.get();
            notify(operation, service, begin, null);
            return response;
        } catch (RegistryException e) {
            notify(operation, service, begin, e);
            throw e;
        } catch (RuntimeException e) {
            notify(operation, service, begin, new RegistryException(RegistryException.Kind.INVALID, e.toString(), e));
            throw e;
        }
    }

    private void notify(Operation operation, String service, long begin, @Nullable RegistryException failure) {
        Duration took = Duration.ofNanos(time.nanoTime() - begin);
        listener.onRegistryCall(new RegistryCallEvent(operation, service, took, failure));
    }

    @Override
    public String toString() {
        return registry.toString();
    }
}
