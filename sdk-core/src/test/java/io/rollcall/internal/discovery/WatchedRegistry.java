package io.rollcall.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A registry whose responses a test sets, and which records when it receives requests. For one thread. */
final class WatchedRegistry implements RegistryBackend {

    /** A request for a service, and when it was received. */
    record FetchRequest(String service, Duration at) {}

    final class OpenWatch implements Watch {
        final Set<String> services;
        final WatchListener listener;
        boolean closed;

        OpenWatch(Set<String> services, WatchListener listener) {
            this.services = services;
            this.listener = listener;
        }

        @Override
        public void close() {
            closed = true;
            open.remove(this);
        }
    }

    private final TimeSource time;
    private final long beginning;
    private final Map<String, ServiceView> views = new HashMap<>();
    final List<FetchRequest> fetches = new ArrayList<>();
    final List<Duration> watchRequests = new ArrayList<>();
    final List<OpenWatch> open = new ArrayList<>();
    /** Thrown by every request. */
    @Nullable
    RuntimeException failure;

    boolean pushes = true;
    boolean silent;
    /** Runs between the request and the response of a pull. */
    Runnable onFetch = () -> {};

    Runnable onWatch = () -> {};

    WatchedRegistry(TimeSource time) {
        this.time = time;
        this.beginning = time.nanoTime();
    }

    /** Sets the state of a service without pushing it. */
    ServiceView holds(String incarnation, long revision, ServiceInstance... instances) {
        return holds("users", incarnation, revision, instances);
    }

    ServiceView holds(String service, String incarnation, long revision, ServiceInstance... instances) {
        ServiceView view = new ServiceView(service, incarnation, revision, List.of(instances), "tag-" + revision);
        views.put(service, view);
        return view;
    }

    /** Sets the state of a service and pushes it to all watches. */
    void pushes(String incarnation, long revision, ServiceInstance... instances) {
        push(holds(incarnation, revision, instances));
    }

    /** Pushes {@code view} to all watches, whatever the state is. */
    void push(ServiceView view) {
        List.copyOf(open).forEach(watch -> watch.listener.changed(view));
    }

    void isDown() {
        failure = new RegistryException(RegistryException.Kind.UNAVAILABLE, "The registry is down.");
        endWatches();
    }

    void isUp() {
        failure = null;
    }

    void endWatches() {
        for (OpenWatch watch : List.copyOf(open)) {
            open.remove(watch);
            watch.listener.ended(null);
        }
    }

    @Override
    public Optional<ServiceView> fetch(String service, @Nullable ServiceView known) {
        fetches.add(new FetchRequest(service, Duration.ofNanos(time.nanoTime() - beginning)));
        if (failure != null) {
            throw failure;
        }
        ServiceView now = views.getOrDefault(service, new ServiceView(service, "incarnation-1", 0, List.of(), "tag-0"));
        onFetch.run();
        boolean unchanged = known != null
                && known.validator().equals(now.validator())
                && known.incarnation().equals(now.incarnation());
        return unchanged ? Optional.empty() : Optional.of(now);
    }

    @Override
    public Watch watch(Set<String> services, WatchListener listener) {
        watchRequests.add(Duration.ofNanos(time.nanoTime() - beginning));
        assertThat(watchRequests).as("watches, which would spin").hasSizeLessThan(10_000);
        onWatch.run();
        if (failure != null) {
            throw failure;
        }
        OpenWatch watch = new OpenWatch(services, listener);
        open.add(watch);
        if (pushes) {
            listener.alive();
            services.forEach(service -> {
                ServiceView view = views.get(service);
                if (view != null) {
                    listener.changed(view);
                }
            });
        } else {
            open.remove(watch);
            listener.ended(null);
        }
        return watch;
    }

    @Override
    public List<String> services() {
        return views.keySet().stream().sorted().toList();
    }

    @Override
    public Lease register(ServiceInstance instance) {
        throw new UnsupportedOperationException("This registry is only read.");
    }

    @Override
    public Optional<Lease> renew(ServiceInstance instance) {
        throw new UnsupportedOperationException("This registry is only read.");
    }

    @Override
    public void deregister(ServiceInstance instance) {
        throw new UnsupportedOperationException("This registry is only read.");
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(OpenWatch::close);
    }
}
